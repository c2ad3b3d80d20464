/** PReLU against the examples of L36. */

import { describe, expect, it } from 'vitest';
import { float32FromBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { float32Tensor, newTensor, symInt32Tensor } from '../tensor.ts';

describe('PReLU (L36)', () => {
  const n = newNumerics('sym-2026-07-21');

  it('takes the slope of the channel', () => {
    const y = newTensor('FLOAT32', [2, 2, 2]);
    const x = float32Tensor([-1, 2, -1, -2, -4, 3, -4, -0], [2, 2, 2]);
    n.fn.preluForward(n, x, float32Tensor([0.5, -0.25]), y);
    expect([...y.data]).toEqual([-0.5, 2, 0.25, 0.5, -2, 3, 1, 0]);
  });

  it('rounds the product once, and multiplies zeros and NaN', () => {
    const y = newTensor('FLOAT32', [4]);
    const alpha = float32Tensor([float32FromBits(0x3dcccccd)]);
    n.fn.preluForward(n, float32Tensor([-3, -0, 0, Number.NaN]), alpha, y);
    expect([...y.data]).toEqual([float32FromBits(0xbe99999a), -0, 0, Number.NaN]);
  });

  it('refuses other formats, extents and numbers of slopes', () => {
    const x = float32Tensor([1, 2, 3, 4], [1, 2, 2]);
    const y = newTensor('FLOAT32', [1, 2, 2]);
    const slopes = float32Tensor([1, 2]);
    const run = (alpha = slopes, to = y) => n.fn.preluForward(n, x, alpha, to);
    expect(() => run(symInt32Tensor([1], 1, 12))).toThrow('A21');
    expect(() => run(slopes, newTensor('FLOAT32', [1, 4]))).toThrow('A20');
    expect(() => run(slopes, newTensor('FLOAT32', [2, 2, 1]))).toThrow('A20');
    expect(() => run(float32Tensor([1, 2, 3]))).toThrow('A20');
    expect(() => run()).not.toThrow();
  });
});
