/** The three pools against the worked example B6.6, V32 and the value-sum guards. */

import { describe, expect, it } from 'vitest';
import type { Arithmetic } from '../funnel.ts';
import type { Window1d } from '../kernels/window.ts';
import { float32FromBits, float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { float32Tensor, newTensor, type Rounding, symInt32Tensor, type Tensor } from '../tensor.ts';
import type {
  AdaptiveAvgPool1dLayer,
  AvgPool1dLayer,
  LayerContext,
  MaxPool1dLayer,
} from './layer.ts';

const arithmetic = (type: Arithmetic['type'], rounding: Rounding = 'HALF_AWAY'): Arithmetic => ({
  type,
  rounding,
});

function context(math: Arithmetic): LayerContext {
  return {
    forwardMath: math,
    weightGradMath: math,
    biasGradMath: math,
    propLossMath: math,
    weightGradAccMode: 'OUT_ACC_DYNAMIC_RESCALE',
    biasGradAccMode: 'OUT_ACC_DYNAMIC_RESCALE',
  };
}

const sym = context(arithmetic('ARITH_SYM_INT32'));
const same: Window1d = { kernel: 3, stride: 2, dilation: 1, padding: 'SAME', paddingAmount: 0 };

function maxPool(window: Window1d, outLength: number, c = sym): MaxPool1dLayer {
  return { kind: 'max_pool1d', ...c, window, argmax: newTensor('INT32', [1, 1, outLength]) };
}

const avgPool = (window: Window1d, c = sym): AvgPool1dLayer => ({
  kind: 'avg_pool1d',
  ...c,
  window,
});

const adaptive = (outputSize: number): AdaptiveAvgPool1dLayer => ({
  kind: 'adaptive_avg_pool1d',
  ...sym,
  outputSize,
});

const wire = (length: number, bits = 12): Tensor => newTensor('SYM_INT32', [1, 1, length], bits);

function tensor(values: number[], scale: number, bits = 12): Tensor {
  return symInt32Tensor(values, scale, bits, 'HALF_AWAY', [1, 1, values.length]);
}

const bits = (t: Tensor): unknown[] => [[...t.data], float32ToBits(t.scale)];
const x = () => tensor([-7, 4, 4, -9, 2], 0.1);
const dy = () => tensor([5, -3, 2], 0.2);

describe('example 6.6', () => {
  it('max: the first of equal maxima wins', () => {
    const n = newNumerics('sym-2026-07-21');
    const layer = maxPool(same, 3);
    const [y, dx] = [wire(3), wire(5)];
    n.fn.maxPool1dForward(n, layer, x(), y);
    expect([...layer.argmax.data]).toEqual([1, 1, 4]);
    expect(bits(y)).toEqual([[2047, 2047, 1024], 0x394ce66a]);
    n.fn.maxPool1dBackward(n, layer, x(), dy(), dx);
    expect([...dx.data]).toEqual([0, 2047, 0, 0, 2047]);
  });

  it('average: the division is folded into the scale', () => {
    const n = newNumerics('sym-2026-07-21');
    const [y, dx] = [wire(3), wire(5)];
    n.fn.avgPool1dForward(n, avgPool(same), x(), y);
    expect(bits(y)).toEqual([[-877, -292, -2047], 0x38ef0cd2]);
    n.fn.avgPool1dBackward(n, avgPool(same), x(), dy(), dx);
    expect(bits(dx)).toEqual([[2047, 819, -1228, -409, 819], 0x392ac003]);
  });

  it('adaptive: rounded integer quotients', () => {
    const n = newNumerics('sym-2026-07-21');
    const [y, dx] = [wire(3), wire(5)];
    n.fn.adaptiveAvgPool1dForward(n, adaptive(3), x(), y);
    expect(bits(y)).toEqual([[-1024, 0, -2047], 0x394ce66a]);
    n.fn.adaptiveAvgPool1dBackward(n, adaptive(3), x(), dy(), dx);
    expect(bits(dx)).toEqual([[2047, 1365, -682, 0, 682], 0x3999acd0]);
  });
});

describe('V32', () => {
  const window: Window1d = {
    kernel: 2,
    stride: 1,
    dilation: 1,
    padding: 'VALID',
    paddingAmount: 0,
  };
  const input = () => float32Tensor([0.7, -1.3, 0.02, 0.9, -0.4], [1, 1, 5]);

  function average(math: Arithmetic, y: Tensor): { y: Tensor; state: number } {
    const n = newNumerics('sym-2026-07-21', { rngState: 42 });
    n.fn.avgPool1dForward(n, avgPool(window, context(math)), input(), y);
    return { y, state: n.rng.state };
  }

  it('FLOAT32 arithmetic into ASYM 8', () => {
    const { y, state } = average(arithmetic('ARITH_FLOAT32'), newTensor('ASYM', [1, 1, 4], 8));
    expect([...y.data]).toEqual([0x4e, 0x00, 0xff, 0xce]);
    expect([float32ToBits(y.scale), y.zeroPoint, state]).toEqual([0x3b8d5a26, -148, 42]);
  });

  it('FLOAT32 SR arithmetic into SYM_INT32 8 of stored mode HALF_AWAY', () => {
    const { y, state } = average(arithmetic('ARITH_FLOAT32', 'SR_HALF_AWAY'), wire(4, 8));
    expect(bits(y)).toEqual([[-60, -127, 91, 50], 0x3ba5214d]);
    expect(state).toBe(3648046016);
  });

  it('SYM arithmetic into SYM_INT32 12 and FLOAT32', () => {
    const { y } = average(arithmetic('ARITH_SYM_INT32'), wire(4));
    expect(bits(y)).toEqual([[-960, -2047, 1470, 799], 0x39a3f5c7]);
    const stochastic = arithmetic('ARITH_SYM_INT32', 'SR_HALF_AWAY');
    const float = average(stochastic, newTensor('FLOAT32', [1, 1, 4]));
    const expected = [0xbe99a334, 0xbf23e148, 0x3eeb93d8, 0x3e80466f].map(float32FromBits);
    expect([...float.y.data]).toEqual(expected);
    expect(float.state).toBe(3759983556);
  });

  it('MaxPool beyond 2^24: a tie after decoding, a difference between mantissas', () => {
    const mantissas = tensor([16777216, 16777217, 16777215], 1, 26);
    const whole: Window1d = { ...window, kernel: 3 };
    for (const [type, position] of [
      ['ARITH_FLOAT32', 0],
      ['ARITH_SYM_INT32', 1],
    ] as const) {
      const n = newNumerics('sym-2026-07-21');
      const layer = maxPool(whole, 1, context(arithmetic(type)));
      n.fn.maxPool1dForward(n, layer, mantissas, wire(1));
      expect([...layer.argmax.data]).toEqual([position]);
    }
  });
});

describe('value-sum guards', () => {
  const long = (kernel: number): Window1d => ({
    kernel,
    stride: 1,
    dilation: 1,
    padding: 'SAME',
    paddingAmount: 0,
  });
  const run = (kernel: number, label: number) => () => {
    const n = newNumerics('sym-2026-07-21');
    n.fn.avgPool1dForward(n, avgPool(long(kernel)), tensor([1], 1, label), wire(1));
  };

  it('labels 1 to 16 and fewer than 2^(32 − label) terms pass', () => {
    expect(run(65535, 16)).not.toThrow();
    expect(run(3, 1)).not.toThrow();
  });

  it.each([
    [3, 0],
    [3, 17],
    [65536, 16],
  ])('K %i at label %i is refused', (kernel, label) => {
    expect(run(kernel, label)).toThrow('B6');
  });

  it('MaxPool guards the backward only', () => {
    const n = newNumerics('sym-2026-07-21');
    const layer = maxPool(long(3), 1);
    n.fn.maxPool1dForward(n, layer, tensor([1], 1, 17), wire(1));
    const back = (label: number) => () =>
      n.fn.maxPool1dBackward(n, layer, tensor([1], 1), tensor([1], 1, label), wire(1));
    expect(back(17)).toThrow('B6');
    expect(back(16)).not.toThrow();
  });
});

describe('windows without valid taps', () => {
  it('max gives 0 and −1 and sends nothing back', () => {
    const n = newNumerics('sym-2026-07-21');
    const window: Window1d = {
      kernel: 2,
      stride: 3,
      dilation: 2,
      padding: 'SAME',
      paddingAmount: 0,
    };
    const layer = maxPool(window, 1);
    const [y, dx] = [wire(1), wire(1)];
    n.fn.maxPool1dForward(n, layer, tensor([-5], 1), y);
    n.fn.maxPool1dBackward(n, layer, tensor([-5], 1), tensor([9], 1), dx);
    expect([y.data[0], layer.argmax.data[0], dx.data[0]]).toEqual([0, -1, 0]);
  });
});
