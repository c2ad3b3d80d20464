/** Raw convolution kernels against the examples of S92 and S94, and their guards. */

import { describe, expect, it } from 'vitest';
import type { Numerics } from '../numerics.ts';
import { newNumerics } from '../primitives.ts';
import { Refusal } from '../refusal.ts';
import { float32Tensor, newTensor, symInt32Tensor, type Tensor } from '../tensor.ts';
import type { Convolution1d } from './conv1d.ts';

const current = (): Numerics => newNumerics('sym-2026-07-21');

function convolution(
  kernel: number,
  stride: number,
  padding: 'VALID' | 'SAME' | 'EXPLICIT',
  rest: { groups?: number; outputPadding?: number; dilation?: number } = {},
): Convolution1d {
  const { groups = 1, outputPadding = 0, dilation = 1 } = rest;
  return { window: { kernel, stride, dilation, padding, paddingAmount: 0 }, groups, outputPadding };
}

function sym(values: number[], scale: number, shape: number[], bits = 12): Tensor {
  return symInt32Tensor(values, scale, bits, 'HALF_AWAY', shape);
}

describe('S92 conv1dSym', () => {
  it('gathers x=[1,2,3,4]@.5 with w=[1,−2,4]@.5, K3 SAME, bias 5@0.1f', () => {
    const n = current();
    const y = newTensor('SYM_INT32', [1, 1, 4], 12);
    const [x, w] = [sym([1, 2, 3, 4], 0.5, [1, 1, 4]), sym([1, -2, 4], 0.5, [1, 1, 3])];
    n.fn.conv1dSym(n, convolution(3, 1, 'SAME'), x, w, sym([5], 0.1, [1]), y);
    expect([...y.data]).toEqual([8, 11, 14, -3]);
    expect(y.scale).toBe(0.25);
  });

  it('checks no width: int16 operands run, and their overflow is noted', () => {
    const n = current();
    const y = newTensor('SYM_INT32', [1, 1, 1], 12);
    const x = sym([32767, 32767, 32767], 1, [1, 1, 3], 16);
    const w = sym([32767, 32767, 32767], 1, [1, 1, 3], 16);
    n.fn.conv1dSym(n, convolution(3, 1, 'VALID'), x, w, undefined, y);
    expect(n.overflow.accumulate).toEqual({ when: 'always', count: 1 });
    expect(n.overflow.multiply.count).toBe(0);
  });

  it('separates groups', () => {
    const n = current();
    const y = newTensor('SYM_INT32', [1, 2, 1], 12);
    const [x, w] = [sym([2, 3, 5, 7], 1, [1, 4, 1]), sym([1, 10, 100, 1000], 1, [2, 2, 1])];
    n.fn.conv1dSym(n, convolution(1, 1, 'VALID', { groups: 2 }), x, w, undefined, y);
    expect([...y.data]).toEqual([32, 7500]);
  });

  it.each([
    ['groups that do not divide', convolution(1, 1, 'VALID', { groups: 3 }), [1, 2, 4]],
    ['another output length', convolution(3, 1, 'VALID'), [1, 2, 4]],
  ])('refuses %s', (_, c, shape) => {
    const n = current();
    const y = newTensor('SYM_INT32', shape, 12);
    const [x, w] = [sym([1, 2, 3, 4], 1, [1, 1, 4]), sym([1, 1, 1, 1, 1, 1], 1, [2, 1, 3])];
    expect(() => n.fn.conv1dSym(n, c, x, w, undefined, y)).toThrow(Refusal);
  });

  it('refuses a seed beyond the guard', () => {
    const n = current();
    const y = newTensor('SYM_INT32', [1, 1, 1], 12);
    const bias = sym([2047], 1, [1]);
    const tiny = sym([1], 1e-5, [1, 1, 1]);
    const run = () => n.fn.conv1dSym(n, convolution(1, 1, 'VALID'), tiny, tiny, bias, y);
    expect(run).toThrow('A12');
  });
});

describe('S91 conv1dFloat', () => {
  it('starts at the bias', () => {
    const n = current();
    const y = newTensor('FLOAT32', [1, 1, 1]);
    // 2^24 ⊕ 1 ⊕ 1 stays 2^24; the sum 1 + 1 first would give 2^24 + 2
    const [x, w] = [float32Tensor([1, 1], [1, 1, 2]), float32Tensor([1, 1], [1, 1, 2])];
    n.fn.conv1dFloat(n, convolution(2, 1, 'VALID'), x, w, float32Tensor([16777216]), y);
    expect([...y.data]).toEqual([16777216]);
  });
});

describe('S94 convTransposed1dSym', () => {
  it('scatters x=[3,−1]@.5 with w=[1,−2,4]@.5, stride 2, outputPadding 1, bias seed 2', () => {
    const n = current();
    const y = newTensor('SYM_INT32', [1, 1, 6], 12);
    const c = convolution(3, 2, 'VALID', { outputPadding: 1 });
    const [x, w] = [sym([3, -1], 0.5, [1, 1, 2]), sym([1, -2, 4], 0.5, [1, 1, 3])];
    n.fn.convTransposed1dSym(n, c, x, w, sym([2], 0.25, [1]), y);
    expect([...y.data]).toEqual([5, -4, 13, 4, -2, 2]);
    expect(y.scale).toBe(0.25);
  });

  it('takes the SAME padding from the output length', () => {
    const n = current();
    // L = 4, K 3, stride 2: the gather pads 0 on the left, so tap k of position 1 lands on 2 + k
    const y = newTensor('SYM_INT32', [1, 1, 4], 12);
    const [x, w] = [sym([1, 10], 1, [1, 1, 2]), sym([1, 2, 3], 1, [1, 1, 3])];
    n.fn.convTransposed1dSym(n, convolution(3, 2, 'SAME'), x, w, undefined, y);
    expect([...y.data]).toEqual([1, 2, 13, 20]);
  });

  it.each([
    ['outputPadding = max(stride, dilation)', convolution(2, 2, 'VALID', { outputPadding: 2 }), 6],
    ['outputPadding under SAME', convolution(2, 2, 'SAME', { outputPadding: 1 }), 4],
    ['another output length', convolution(2, 2, 'VALID'), 5],
    ['a SAME length that gives another input', convolution(2, 2, 'SAME'), 6],
  ])('refuses %s', (_, c, length) => {
    const n = current();
    const y = newTensor('SYM_INT32', [1, 1, length], 12);
    const [x, w] = [sym([1, 2], 1, [1, 1, 2]), sym([1, 2], 1, [1, 1, 2])];
    expect(() => n.fn.convTransposed1dSym(n, c, x, w, undefined, y)).toThrow('A17');
  });
});

describe('S93 convTransposed1dFloat', () => {
  it('adds the bias last', () => {
    const n = current();
    const y = newTensor('FLOAT32', [1, 1, 2]);
    const [x, w] = [float32Tensor([1, 1], [1, 2, 1]), float32Tensor([1, 0, 1, 0], [2, 1, 2])];
    n.fn.convTransposed1dFloat(n, convolution(2, 1, 'VALID'), x, w, float32Tensor([16777216]), y);
    expect([...y.data]).toEqual([16777218, 16777216]);
  });
});
