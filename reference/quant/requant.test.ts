import { describe, expect, it } from 'vitest';
import type { ContractId } from '../contracts.ts';
import { float32FromBits, float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { Refusal } from '../refusal.ts';
import {
  float32Tensor,
  ints,
  newTensor,
  type Rounding,
  symInt32Tensor,
  type Tensor,
} from '../tensor.ts';

const f = float32FromBits;
const current = 'sym-2026-07-21';
const june: readonly ContractId[] = ['sym-2026-06-11', 'sym-2026-06-23'];

interface Outcome {
  readonly codes: readonly number[];
  readonly scale: number;
  readonly rng: number;
}

function run(
  contract: ContractId,
  op: 'quantizeDynamic' | 'requantDynamic' | 'requantFixed',
  x: Tensor,
  bits: number,
  mode: Rounding = 'HALF_AWAY',
  rngState = 1,
  scale = 1,
): Outcome {
  const n = newNumerics(contract, { rngState });
  const y = newTensor('SYM_INT32', x.shape, bits, mode);
  y.scale = scale;
  n.fn[op](n, x, y);
  return { codes: [...ints(y)], scale: float32ToBits(y.scale), rng: n.rng.state };
}

describe('dynamic quantize (S36)', () => {
  it.each([
    ['V4', [1, -0.5, 0.25, 0], 12, [2047, -1024, 512, 0], 0x3a001002],
    ['V20 zeros', [-0, 0], 12, [0, 0], 0x3f800000],
    ['V20 subnormal', [2141 * 2 ** -149, 1070 * 2 ** -149], 12, [2047, 1070], 0x00000001],
    ['a subnormal scale', [-2141 * 2 ** -149, 2 ** -149], 12, [-2048, 1], 0x00000001],
    ['V24, 4 bits', [0.7, -1.3, 0.02, 0], 4, [4, -7, 0, 0], 0x3e3e2be2],
  ])('%s', (_name, values, bits, codes, scale) => {
    const got = run(current, 'quantizeDynamic', float32Tensor(values), bits);
    expect(got).toEqual({ codes, scale, rng: 1 });
  });

  it.each([
    ['divides (V4b)', 0x3dcccccc, 0x3d4ccccc, 1024],
    ['keeps scale and quotient in float32 (V4c)', 0x3bc49ba6, 0x3b449ba6, 1023],
    ['keeps scale and quotient in float32 (V4c)', 0x3c23d70b, 0x3ba3d70b, 1024],
  ])('%s', (_name, peak, half, code) => {
    const got = run(current, 'quantizeDynamic', float32Tensor([f(peak), f(half)]), 12);
    expect(got.codes).toEqual([2047, code]);
  });

  it('rounds stochastically with one draw per element (V24)', () => {
    const x = float32Tensor([0.7, -1.3, 0.02, 0]);
    const got = run(current, 'quantizeDynamic', x, 12, 'SR_HALF_AWAY');
    expect(got).toEqual({ codes: [1102, -2047, 32, 0], scale: 0x3a267b35, rng: 307599695 });
  });

  it.each([
    [8, 0x3c010204, [127, -32], [128, -32]],
    [12, 0x3a001002, [2047, -512], [2048, -512]],
    [16, 0x38000100, [32767, -8192], [32768, -8192]],
  ])('clamps in the order of the contract, %d bits (V31)', (bits, scale, now, then) => {
    const x = float32Tensor([1, -0.25]);
    const rng = 65019631;
    const at = 2224793406;
    const got = run(current, 'quantizeDynamic', x, bits, 'SR_HALF_AWAY', at);
    expect(got).toEqual({ codes: now, scale, rng });
    for (const contract of june) {
      const old = run(contract, 'quantizeDynamic', x, bits, 'SR_HALF_AWAY', at);
      expect(old).toEqual({ codes: then, scale, rng });
    }
  });

  it('reaches −2^(b−1) through the stochastic mode only (V10)', () => {
    const x = float32Tensor([-1, 1, 0]);
    const got = run(current, 'quantizeDynamic', x, 12, 'SR_HALF_AWAY', 3673643993);
    expect(got.codes[0]).toBe(-2048);
  });
});

describe('dynamic requant (S51)', () => {
  const rows = [
    [[2054, 1027], 0x3dcccccd, [2047, 1023], [2047, 1024]],
    [[2050, 1025], 0x3f333333, [2047, 1023], [2047, 1024]],
    [[2056, 1028], 0x3e99999a, [2047, 1023], [2047, 1024]],
    [
      [-44344, 37785, 24100, -2869],
      0x3d051eb8,
      [-2047, 1744, 1112, -132],
      [-2047, 1744, 1113, -132],
    ],
    [[100199, 40946], 0x364ae9ce, [2047, 836], [2047, 837]],
    [[226238, 166501], 0x3c8c3d26, [2047, 1507], [2047, 1506]],
  ] as const;
  it.each(rows)('%j: ratio now, divide then', (q, scale, now, then) => {
    const x = symInt32Tensor(q, f(scale), 12);
    expect(run(current, 'requantDynamic', x, 12).codes).toEqual(now);
    for (const contract of june) expect(run(contract, 'requantDynamic', x, 12).codes).toEqual(then);
  });

  it.each([
    [[538734068, 526759261], 0x3f800000, [2047, 2002]],
    [[908679514, 744655517], 0x3f800000, [2047, 1677]],
    [[883708821, 622740497], 0x30a0f6d6, [2047, 1442]],
    [[251235426, 179743162], 0x30dd65f2, [2047, 1465]],
  ])('%j: big mantissas are rounded first (V25)', (q, scale, expected) => {
    const x = symInt32Tensor(q, f(scale), 12);
    expect(run(current, 'requantDynamic', x, 12).codes).toEqual(expected);
  });

  it('gives ties away from zero and a scale of exactly 4 (V3, B 6.11)', () => {
    const f4 = symInt32Tensor([131068, 10, 18, -10, -26, 7], 1, 12);
    const expected = { codes: [32767, 3, 5, -3, -7, 2], scale: float32ToBits(4), rng: 1 };
    expect(run(current, 'requantDynamic', f4, 16)).toEqual(expected);
    const ties = symInt32Tensor([4094, -1, 1, 3, -3], 1, 12);
    expect(run(current, 'requantDynamic', ties, 12).codes).toEqual([2047, -1, 1, 2, -2]);
  });

  it('reaches −2^(b−1) where the most negative mantissa draws 0, on its own grid too', () => {
    const x = symInt32Tensor([-2047, 2047, 1, 0], 1, 12);
    // the next draw is 0: (−2047 ⊕ 0) ⊖ 0.5 lies half way and goes away from zero
    const got = run(current, 'requantDynamic', x, 12, 'SR_HALF_AWAY', 3673643993);
    expect([got.codes[0], got.scale]).toEqual([-2048, float32ToBits(1)]);
    expect(run(current, 'requantDynamic', x, 12).codes).toEqual([-2047, 2047, 1, 0]);
  });

  it('sets scale 1 for an empty tensor and works in place', () => {
    expect(run(current, 'requantDynamic', symInt32Tensor([], 0.5, 12), 12).scale).toBe(0x3f800000);
    const n = newNumerics(current);
    const x = symInt32Tensor([100000, -37, 24, -99999], 0.001, 12);
    n.fn.requantDynamic(n, x, x);
    expect([...ints(x)]).toEqual([2047, -1, 0, -2047]);
    expect(float32ToBits(x.scale)).toBe(0x3d481904);
  });
});

describe('fixed-scale requant (S52)', () => {
  it.each([
    [8, 2224793406, 1000000, 128],
    [8, 3673643993, -1000000, -129],
    [12, 2224793406, 1000000, 2048],
    [12, 3673643993, -1000000, -2049],
    [16, 2224793406, 1000000, 32768],
    [16, 3673643993, -1000000, -32769],
  ])('%d bits from state %d leave the range by one (V11)', (bits, rngState, q, expected) => {
    const x = symInt32Tensor([q], 1, 12);
    const got = run(current, 'requantFixed', x, bits, 'SR_HALF_AWAY', rngState);
    expect(got.codes).toEqual([expected]);
  });

  it('divides in two steps (V3) and keeps the scale', () => {
    const x = symInt32Tensor([2054, 1027], f(0x3dcccccd), 12);
    const got = run(current, 'requantFixed', x, 12, 'HALF_AWAY', 1, f(0x3dcd8017));
    expect(got).toEqual({ codes: [2047, 1024], scale: 0x3dcd8017, rng: 1 });
    const wide = symInt32Tensor([12000, -32000, 500, -1, 25000, 0], 2 ** -10, 12);
    const other = run(current, 'requantFixed', wide, 16, 'HALF_AWAY', 1, 2 ** -4);
    expect(other.codes).toEqual([188, -500, 8, 0, 391, 0]);
  });

  it.each([0, -0, -1, Number.NaN])('refuses a scale of %d', (scale) => {
    const x = symInt32Tensor([1], 1, 12);
    expect(() => run(current, 'requantFixed', x, 12, 'HALF_AWAY', 1, scale)).toThrow(Refusal);
  });
});

describe('bounds of a width (S8)', () => {
  it.each([
    [2, -2, 1],
    [12, -2048, 2047],
    [25, -16777216, 16777215],
    [26, -33554432, 33554432],
    [31, -1073741824, 1073741824],
  ])('%d bits', (bits, low, high) => {
    const n = newNumerics(current);
    expect([n.fn.qMin(n, bits), n.fn.qMax(n, bits)]).toEqual([low, high]);
  });
});
