import { describe, expect, it } from 'vitest';
import { float32FromBits, float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { Refusal } from '../refusal.ts';
import { float32Tensor, ints, newTensor, symInt32Tensor, type Tensor } from '../tensor.ts';

const f = float32FromBits;
const bits = (values: Float32Array): number[] => [...values].map(float32ToBits);
const n = newNumerics('sym-2026-07-21');

describe('float reductions (S97–S100)', () => {
  const x = float32Tensor([0.1, 0.2, 0.4, -0.3]);

  it('give mean, variance and sum of squares (V17)', () => {
    const mean = n.fn.meanFloat32(n, x, 1);
    expect(bits(mean)).toEqual([0x3dccccce]);
    expect(bits(n.fn.varianceFloat32(n, x, mean, 1))).toEqual([0x3d851eb9]);
    expect(bits(n.fn.sumSquaresFloat32(n, x, 1))).toEqual([0x3e99999a]);
    expect(float32ToBits(n.fn.rsqrtFloat32(n, 0.25, f(0x3727c5ac)))).toBe(0x3ffffeb0);
  });

  it('reduce trailing logical axes', () => {
    const ramp = float32Tensor([0, 1, 2, 3, 4, 5], [3, 2]);
    const view: Tensor = { ...ramp, order: [1, 0] };
    expect([...n.fn.meanFloat32(n, ramp, 1)]).toEqual([0.5, 2.5, 4.5]);
    expect([...n.fn.meanFloat32(n, view, 1)]).toEqual([2, 3]);
    expect([...n.fn.meanFloat32(n, view, 2)]).toEqual([2.5]);
    expect([...n.fn.meanFloat32(n, view, 0)]).toEqual([0, 2, 4, 1, 3, 5]);
  });

  it('refuse more axes than there are', () => {
    expect(() => n.fn.meanFloat32(n, x, 2)).toThrow(Refusal);
  });
});

describe('SYM_INT32 reductions (S101–S103)', () => {
  const x = symInt32Tensor([1, 2, 4], Math.fround(0.1), 12);

  it('give mean, variance and reciprocal roots (V17)', () => {
    const mean = n.fn.meanSym(n, x, 1);
    expect(bits(mean)).toEqual([0x3e6eeeef]);
    expect(bits(n.fn.varianceSym(n, x, mean, 1))).toEqual([0x3c7edcbb]);
    const y = newTensor('SYM_INT32', [3], 12);
    n.fn.rsqrtSym(n, x, f(0x3727c5ac), y);
    expect([...ints(y), float32ToBits(y.scale)]).toEqual([2047, 1447, 1024, 0x3aca7979]);
  });

  it('divide the sum before they scale it', () => {
    const one = symInt32Tensor([1, 0, 0, 0, 0], Math.fround(0.1), 12);
    expect(bits(n.fn.meanSym(n, one, 1))).toEqual([0x3ca3d70b]);
  });

  it.each([
    ['a label of 17', symInt32Tensor([1], 1, 17)],
    ['a label of 0', symInt32Tensor([1], 1, 0)],
    ['FLOAT32', float32Tensor([1])],
  ])('refuse %s', (_name, operand) => {
    expect(() => n.fn.meanSym(n, operand, 1)).toThrow(Refusal);
    expect(() => n.fn.varianceSym(n, operand, new Float32Array(1), 1)).toThrow(Refusal);
  });

  it('bound the number of mantissas of a mean, not of a variance', () => {
    const empty = (extent: number): Tensor => symInt32Tensor([], 1, 16, 'HALF_AWAY', [0, extent]);
    expect(() => n.fn.meanSym(n, empty(65536), 1)).toThrow(Refusal);
    expect(n.fn.meanSym(n, empty(65535), 1)).toHaveLength(0);
    expect(n.fn.varianceSym(n, empty(65536), new Float32Array(0), 1)).toHaveLength(0);
  });

  it('refuse a wide target of the roots', () => {
    expect(() => n.fn.rsqrtSym(n, x, 0, newTensor('SYM_INT32', [3], 17))).toThrow(Refusal);
  });
});

describe('fused forms (S104–S108)', () => {
  it('round lerp once (S106)', () => {
    const a = float32Tensor([-1 - 2 ** -11]);
    n.fn.lerp(n, a, float32Tensor([-(2 ** -11) + 2 ** -12]), 1 + 2 ** -12);
    // (1 + 2^-12)·(1 + 2^-12) − 1 − 2^-11 = 2^-24
    expect([...a.data]).toEqual([2 ** -24]);
  });

  it('round addcmul three times (S107)', () => {
    const a = float32Tensor([-1 - 2 ** -11]);
    const b = float32Tensor([1 + 2 ** -12]);
    n.fn.addcmul(n, a, b, b, 1);
    expect([...a.data]).toEqual([0]);
  });

  it('add epsilon outside the root (S108)', () => {
    const a = float32Tensor([0]);
    n.fn.addcdiv(n, a, float32Tensor([1]), float32Tensor([4]), { s: 1, divisor: 2, eps: 1 });
    expect([...a.data]).toEqual([0.5]);
  });

  it('weigh views into a flat sum (S105)', () => {
    const x = float32Tensor([1, 2, 3, 4], [2, 2]);
    const out = newTensor('FLOAT32', [2, 2]);
    n.fn.axpby(n, 1, x, 10, { ...x, order: [1, 0] }, out);
    expect([...out.data]).toEqual([11, 32, 23, 44]);
  });

  it('broadcast rows (S104)', () => {
    const m = float32Tensor([1, 2, 3, 4, 5, 6], [2, 3]);
    const out = newTensor('FLOAT32', [2, 3]);
    n.fn.scaleRows(n, m, float32Tensor([10, -1]), out);
    expect([...out.data]).toEqual([10, 20, 30, -4, -5, -6]);
    n.fn.subRow(n, m, float32Tensor([1, 2, 3]), out);
    expect([...out.data]).toEqual([0, 0, 0, 3, 3, 3]);
  });

  it('refuse views, other extents and other dtypes', () => {
    const m = float32Tensor([1, 2, 3, 4], [2, 2]);
    const wrong = [
      { ...m, order: [1, 0] },
      float32Tensor([1, 2, 3, 4]),
      symInt32Tensor([1, 2, 3, 4], 1, 12, 'HALF_AWAY', [2, 2]),
    ];
    for (const t of wrong) expect(() => n.fn.lerp(n, m, t, 1)).toThrow(Refusal);
    for (const t of wrong)
      expect(() => n.fn.scaleRows(n, t, float32Tensor([1, 2]), m)).toThrow(Refusal);
    expect(() => n.fn.subRow(n, m, float32Tensor([1, 2, 3]), m)).toThrow(Refusal);
  });
});

it('square roots (S100)', () => {
  const n = newNumerics('sym-2026-07-21');
  expect(float32ToBits(n.fn.sqrtFloat32(n, 2))).toBe(0x3fb504f3);
  expect(n.fn.sqrtFloat32(n, -1)).toBeNaN();
  expect(n.fn.sqrtFloat32(n, -0)).toBe(-0);
});
