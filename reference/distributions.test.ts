import { describe, expect, it } from 'vitest';
import { float32ToBits } from './num/float32.ts';
import { newNumerics } from './primitives.ts';

const at = (rngState: number) => newNumerics('sym-2026-07-21', { rngState });

describe('distributions (S15)', () => {
  it('uniform(−1, 1) from state 1', () => {
    const n = at(1);
    expect(float32ToBits(n.fn.uniformBetween(n, -1, 1))).toBe(0xbf7ff7c0);
  });

  it('xavierUniform(1, 2, 3) from state 42', () => {
    const n = at(42);
    const limit = n.fn.xavierScale(n, 1, 6, 2, 3);
    const weights = [0, 0, 0].map(() => float32ToBits(n.fn.uniformBetween(n, -limit, limit)));
    expect(weights).toEqual([0xbf8b79bd, 0x3eb3d3e0, 0xbf5a33a2]);
  });

  it('draws the first number of a pair again, and keeps the second', () => {
    const n = at(3673643993);
    const draws = at(3673643993);
    const three = [0, 0, 0].map(() => draws.fn.uniform(draws));
    expect(three[0]).toBe(0);
    expect(n.fn.normalDraws(n)).toEqual({ u1: three[2], u2: three[1] });
    expect(n.rng.state).toBe(draws.rng.state);
  });

  it('cosines at the ends of the quadrants', () => {
    const n = at(1);
    const bits = [0, 0.25, 0.5, 0.75].map((u) => float32ToBits(n.fn.normalDirection(n, u)));
    // f32(π) is a little too large, f32(π)/2 therefore lies beyond the zero of the cosine
    expect(bits).toEqual([0x3f800000, 0xb33bbd2e, 0xbf800000, 0x324cde2e]);
  });
});
