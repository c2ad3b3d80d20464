import { describe, expect, test } from 'vitest';
import { float32FromBits, float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { float32Tensor, newTensor, symInt32Tensor } from '../tensor.ts';

const n = newNumerics('sym-2026-07-21');

describe('MSE (L29)', () => {
  const output = symInt32Tensor([2047, -100, 7, 999], 1e-3, 12, 'HALF_AWAY', [2, 2]);
  const scale = Math.fround(0.00097703957);
  const label = symInt32Tensor([1024, -1024, 512, 2047], scale, 12, 'HALF_AWAY', [2, 2]);

  test('B6.8', () => {
    expect(float32ToBits(n.fn.mseForward(n, output, label, 'MEAN'))).toBe(0x3f49afd5);
    const target = newTensor('SYM_INT32', [2, 2], 12);
    n.fn.mseBackward(n, output, label, target);
    expect([...target.data]).toEqual([2047, 1761, -965, -1958]);
    expect(float32ToBits(target.scale)).toBe(0x3a8604d9);
  });

  test('SUM is not divided; MEAN divides by all elements', () => {
    const o = float32Tensor([1, 2, 3, 4], [2, 2]);
    const l = float32Tensor([0, 0, 0, 0], [2, 2]);
    expect(n.fn.mseForward(n, o, l, 'SUM')).toBe(30);
    expect(n.fn.mseForward(n, o, l, 'MEAN')).toBe(7.5);
  });

  test('the mean scale takes F from the shape given: rank 1 has one element per entry', () => {
    expect(n.fn.mseMeanScale(n, 4, [140])).toBe(0.25);
    expect(n.fn.mseMeanScale(n, 4, [1, 140])).toBe(float32FromBits(0x3aea0ea1));
    expect(n.fn.mseMeanScale(n, 32, [2, 1, 2])).toBe(0.015625);
  });

  test('outputs other than FLOAT32 and SYM_INT32 are refused', () => {
    const packed = newTensor('SYM', [2, 2], 8);
    expect(() => n.fn.mseForward(n, packed, label, 'MEAN')).toThrow(/^B8/);
    const asym = newTensor('ASYM', [2, 2], 8);
    expect(() => n.fn.mseBackward(n, asym, label, asym)).toThrow(/^B8/);
  });
});
