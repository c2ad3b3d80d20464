import { describe, expect, it } from 'vitest';
import { float32FromBits } from './num/float32.ts';
import { newNumerics } from './primitives.ts';
import { Refusal } from './refusal.ts';

const f = float32FromBits;

describe('HALF_AWAY (S16)', () => {
  it.each([
    [0.5, 1],
    [-0.5, -1],
    [1.5, 2],
    [2.5, 3],
    [-2.5, -3],
    [f(0x3effffff), 0],
    [f(0xbeffffff), 0],
    [8388607.5, 8388608],
    [-4194303.5, -4194304],
    [2147483520, 2147483520],
    [-2147483648, -2147483648],
    [-0, 0],
  ])('%d → %d', (x, expected) => {
    const n = newNumerics('sym-2026-07-21', { rngState: 7 });
    expect(n.fn.round(n, x, 'HALF_AWAY')).toBe(expected);
    expect(n.rng.state).toBe(7);
    expect(n.overflow.cast).toEqual({ when: 'never', count: 0 });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 2147483648, f(0xcf000001)])(
    '%d leaves int32',
    (x) => {
      const n = newNumerics('sym-2026-07-21');
      expect(n.fn.roundHalfAway(n, x)).toBe(-2147483648);
      expect(n.overflow.cast).toEqual({ when: 'always', count: 1 });
    },
  );
});

describe('SR_HALF_AWAY (S17)', () => {
  it.each([
    [3097833145, 0x447a1333, 1001],
    [3488166617, 0x44db8400, 1757],
    [592962179, 0xc087ff49, -5],
    [4169358334, 0xc2ffd8cd, -128],
    [4231408732, 0xc3000e0b, -129],
    [3846018233, 0xc380517c, -257],
    [3673643993, 0x00000000, -1],
    [2224793406, 0x44ffe000, 2048],
  ])('state %d, %s → %d', (rngState, bits, expected) => {
    const n = newNumerics('sym-2026-07-21', { rngState });
    expect(n.fn.round(n, f(bits), 'SR_HALF_AWAY')).toBe(expected);
  });

  it('draws exactly once per call, whatever the argument', () => {
    const n = newNumerics('sym-2026-07-21');
    for (const x of [0, 3, -7.25, 16777216]) n.fn.round(n, x, 'SR_HALF_AWAY');
    expect(n.rng.state).toBe(307599695);
  });
});

describe('seed rescale (S20)', () => {
  it.each([
    [3, 0x3d4ccccc, 0x3ca3d70a, 7],
    [922, 0x3b8edf46, 0x38c2f97a, 43240],
    [1034, 0x3ad94898, 0x38b284c2, 20136],
    [1073774592, 0x3f800000, 0x3f800000, 1073774592],
    [1073774655, 0x3f800000, 0x3f800000, 1073774592],
    [1073774656, 0x3f800000, 0x3f800000, 1073774592],
  ])('%d from %s to %s → %d', (q, sP, sA, expected) => {
    const n = newNumerics('sym-2026-07-21');
    expect(n.fn.seedRescale(n, q, f(sP), f(sA), 'HALF_AWAY')).toBe(expected);
  });

  it.each([
    ['beyond the bound', 1073774657, 1, 1],
    ['0 ÷ 0', 0, 1, 0],
    ['infinite', 1, 1, 0],
    ['a NaN scale', 1, Number.NaN, 1],
  ])('refuses %s', (_name, q, sP, sA) => {
    const n = newNumerics('sym-2026-07-21', { rngState: 5 });
    expect(() => n.fn.seedRescale(n, q, sP, sA, 'SR_HALF_AWAY')).toThrow(Refusal);
    expect(n.rng.state).toBe(5);
  });
});

describe('clamps (S19)', () => {
  it('let NaN through and are inclusive', () => {
    const n = newNumerics('sym-2026-07-21');
    expect(n.fn.clampFloat(n, Number.NaN, -4, 3)).toBeNaN();
    expect([-5, -4, 3, 4].map((v) => n.fn.clampInt(n, v, -4, 3))).toEqual([-4, -4, 3, 3]);
  });
});
