/** Conv1d and Conv1dTransposed against the worked examples B6.2 and B6.3, and their refusals. */

import { describe, expect, it } from 'vitest';
import type { Arithmetic } from '../funnel.ts';
import { float32ToBits } from '../num/float32.ts';
import type { Numerics } from '../numerics.ts';
import { newNumerics } from '../primitives.ts';
import { Refusal } from '../refusal.ts';
import { newTensor, symInt32Tensor, type Tensor } from '../tensor.ts';
import type { Conv1dLayer, Conv1dTransposedLayer, LayerContext, Parameter } from './layer.ts';

const sym: Arithmetic = { type: 'ARITH_SYM_INT32', rounding: 'HALF_AWAY' };
const context: LayerContext = {
  forwardMath: sym,
  weightGradMath: sym,
  biasGradMath: sym,
  propLossMath: sym,
  weightGradAccMode: 'OUT_ACC_DYNAMIC_RESCALE',
  biasGradAccMode: 'OUT_ACC_FIXED_SCALE',
};

const wire = (shape: readonly number[]): Tensor => newTensor('SYM_INT32', shape, 12);

function tensor(values: number[], scale: number, shape: readonly number[]): Tensor {
  return symInt32Tensor(values, scale, 12, 'HALF_AWAY', shape);
}

function parameter(value: Tensor): Parameter {
  return { value, grad: newTensor('SYM_INT32', value.shape, 16) };
}

function bits(t: Tensor): unknown[] {
  return [[...t.data], float32ToBits(t.scale)];
}

function convLayer(padding: 'VALID' | 'SAME', stride: number): Conv1dLayer {
  return {
    kind: 'conv1d',
    ...context,
    weight: parameter(tensor([1, 2, 3, -1, 0, 1], 0.5, [1, 2, 3])),
    bias: parameter(tensor([9], 0.25, [1])),
    window: { kernel: 3, stride, dilation: 1, padding, paddingAmount: 0 },
    groups: 1,
  };
}

const x62 = () => tensor([1, 2, 3, 4, 5, 10, 20, 30, 40, 50], 0.1, [1, 2, 5]);

describe('Conv1d (6.2)', () => {
  it('forward and backward', () => {
    const n = newNumerics('sym-2026-07-21');
    const layer = convLayer('SAME', 2);
    const y = wire([1, 1, 3]);
    n.fn.conv1dForward(n, layer, x62(), y);
    expect(bits(y)).toEqual([[1758, 2047, 458], 0x3b081102]);
    const dx = wire([1, 2, 5]);
    n.fn.conv1dBackward(n, layer, x62(), tensor([5, -3, 2], 0.2, [1, 1, 3]), dx);
    expect(bits(layer.weight.grad)).toEqual([
      [1092, 3277, -1092, 10922, 32767, -10922],
      0x38199acd,
    ]);
    expect(bits(layer.bias!.grad)).toEqual([[1], 0x3f800000]);
    expect(bits(dx)).toEqual([[1706, 2047, -1024, -1194, 682, 0, 1365, 0, -853, 0], 0x3a19acd0]);
  });

  it('leaves raw mantissas and the product scale on a June wire', () => {
    const n = newNumerics('sym-2026-06-23');
    const y = wire([1, 1, 3]);
    n.fn.conv1dForward(n, convLayer('SAME', 2), x62(), y);
    expect([...y.data]).toEqual([73, 85, 19]);
    expect(y.scale).toBe(Math.fround(0.05));
    expect(y.bits).toBe(12);
  });

  it('VALID with a stride that does not tile runs forward and refuses backward', () => {
    const n = newNumerics('sym-2026-07-21');
    const layer = convLayer('VALID', 2);
    const x = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 0.1, [1, 2, 6]);
    const y = wire([1, 1, 2]);
    n.fn.conv1dForward(n, layer, x, y);
    expect(y.data.some((q) => q !== 0)).toBe(true);
    expect(() => n.fn.conv1dBackward(n, layer, x, y, wire([1, 2, 6]))).toThrow('A17');
  });

  it.each([
    [
      'a kernel size other than the weight',
      { window: { ...convLayer('SAME', 2).window, kernel: 2 } },
    ],
    ['no groups', { groups: 0 }],
  ])('refuses %s', (_, change) => {
    const n = newNumerics('sym-2026-07-21');
    const layer = { ...convLayer('SAME', 2), ...change };
    expect(() => n.fn.conv1dForward(n, layer, x62(), wire([1, 1, 3]))).toThrow(Refusal);
  });

  it.each([
    ['batch', [2, 1, 3], 6],
    ['channels', [1, 2, 3], 6],
  ])('refuses a dy of another %s', (_, shape, count) => {
    const n = newNumerics('sym-2026-07-21');
    const dy = tensor(Array(count).fill(1), 1, shape);
    const run = () => n.fn.conv1dBackward(n, convLayer('SAME', 2), x62(), dy, wire([1, 2, 5]));
    expect(run).toThrow('B5');
  });
});

function transposedLayer(change: Partial<Conv1dTransposedLayer> = {}): Conv1dTransposedLayer {
  return {
    kind: 'conv1d_transposed',
    ...context,
    weight: parameter(tensor([1, 2, -3, 4], 0.5, [2, 1, 2])),
    bias: parameter(tensor([-7], 0.25, [1])),
    window: { kernel: 2, stride: 2, dilation: 1, padding: 'VALID', paddingAmount: 0 },
    groups: 1,
    outputPadding: 1,
    ...change,
  };
}

const x63 = () => tensor([3, -4, 5, 6], 0.1, [1, 2, 2]);

describe('Conv1dTransposed (6.3)', () => {
  function forward(contract: 'sym-2026-07-21' | 'sym-2026-06-23'): Tensor {
    const n: Numerics = newNumerics(contract);
    const y = wire([1, 1, 5]);
    n.fn.conv1dTransposedForward(n, transposedLayer(), x63(), y);
    return y;
  }

  it('forward and backward, the tail included in the bias gradient', () => {
    expect(bits(forward('sym-2026-07-21'))).toEqual([
      [-1688, -323, -2047, -682, -1257],
      0x3ab67d37,
    ]);
    const n = newNumerics('sym-2026-07-21');
    const layer = transposedLayer();
    const dx = wire([1, 2, 2]);
    const dy = tensor([5, -3, 2, 8, 100], 0.2, [1, 1, 5]);
    n.fn.conv1dTransposedBackward(n, layer, x63(), dy, dx);
    expect(bits(layer.weight.grad)).toEqual([[5594, -32767, 29570, 26373], 0x37d1ed2a]);
    expect(bits(layer.bias!.grad)).toEqual([[22], 0x3f800000]);
    expect(bits(dx)).toEqual([[-76, 1365, -2047, 1971], 0x3aace269]);
  });

  it('raw under the June contract', () => {
    expect([...forward('sym-2026-06-23').data]).toEqual([-47, -9, -57, -19, -35]);
  });

  it.each([
    ['SAME', { window: { ...transposedLayer().window, padding: 'SAME' as const } }],
    ['an output padding of the stride', { outputPadding: 2 }],
  ])('refuses %s', (_, change) => {
    const n = newNumerics('sym-2026-07-21');
    const run = () =>
      n.fn.conv1dTransposedForward(n, transposedLayer(change), x63(), wire([1, 1, 6]));
    expect(run).toThrow(Refusal);
  });

  it('an output padding between stride and dilation runs forward and refuses backward', () => {
    const n = newNumerics('sym-2026-07-21');
    const window = {
      kernel: 2,
      stride: 1,
      dilation: 3,
      padding: 'VALID',
      paddingAmount: 0,
    } as const;
    const layer = transposedLayer({ window, outputPadding: 2 });
    const y = wire([1, 1, 7]);
    n.fn.conv1dTransposedForward(n, layer, x63(), y);
    expect(() => n.fn.conv1dTransposedBackward(n, layer, x63(), y, wire([1, 2, 2]))).toThrow('A17');
  });
});
