/** ReLU, Dropout, Flatten, Softmax, CrossEntropy and argmax against B6.7 and B6.8. */

import { describe, expect, it } from 'vitest';
import type { Arithmetic } from '../funnel.ts';
import { float32FromBits, float32ToBits } from '../num/float32.ts';
import { newNumerics } from '../primitives.ts';
import { float32Tensor, newTensor, symInt32Tensor, type Tensor } from '../tensor.ts';
import type { DropoutLayer, LayerContext } from './layer.ts';

const symMath: Arithmetic = { type: 'ARITH_SYM_INT32', rounding: 'HALF_AWAY' };
const floatMath: Arithmetic = { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' };

function context(forwardMath: Arithmetic, propLossMath = forwardMath): LayerContext {
  return {
    forwardMath,
    weightGradMath: forwardMath,
    biasGradMath: forwardMath,
    propLossMath,
    weightGradAccMode: 'OUT_ACC_DYNAMIC_RESCALE',
    biasGradAccMode: 'OUT_ACC_DYNAMIC_RESCALE',
  };
}

const wire = (count: number): Tensor => newTensor('SYM_INT32', [count], 12);
const sym = (values: number[], scale: number): Tensor => symInt32Tensor(values, scale, 12);
const bits = (t: Tensor): unknown[] => [[...t.data], float32ToBits(t.scale)];

describe('ReLU (L24)', () => {
  it('passes the scale and blocks the gradient at zero', () => {
    const n = newNumerics('sym-2026-07-21');
    const layer = { kind: 'relu', ...context(symMath) } as const;
    const x = sym([-3, 0, 5000, 7], 0.25);
    const [y, dx] = [wire(4), wire(4)];
    n.fn.reluForward(n, layer, x, y);
    expect([[...y.data], y.scale]).toEqual([[0, 0, 5000, 7], 0.25]);
    n.fn.reluBackward(n, layer, x, sym([1, 2, 3, 4], 0.5), dx);
    expect([[...dx.data], dx.scale]).toEqual([[0, 0, 3, 4], 0.5]);
  });

  it('keeps −0 and NaN in FLOAT32', () => {
    const n = newNumerics('sym-2026-07-21');
    const y = newTensor('FLOAT32', [3]);
    n.fn.reluForward(
      n,
      { kind: 'relu', ...context(floatMath) },
      float32Tensor([-0, Number.NaN, -1]),
      y,
    );
    expect([...y.data]).toEqual([-0, Number.NaN, 0]);
  });

  it('refuses wires of another dtype than the backward arithmetic', () => {
    const n = newNumerics('sym-2026-07-21');
    const layer = { kind: 'relu', ...context(floatMath, symMath) } as const;
    const run = () => n.fn.reluBackward(n, layer, float32Tensor([1]), sym([1], 1), wire(1));
    expect(run).toThrow('B7');
  });
});

function dropout(p: number, count: number, training = true): DropoutLayer {
  const mask = newTensor('BOOL', [count]);
  return { kind: 'dropout', ...context(symMath), p: Math.fround(p), mask, training };
}

describe('Dropout (L25)', () => {
  it('example 6.7', () => {
    const n = newNumerics('sym-2026-07-21', { rngState: 42 });
    const layer = dropout(0.3, 8);
    const y = wire(8);
    n.fn.dropoutForward(n, layer, sym([1, 2, 3, 4, 5, 6, 7, 8], 0.25), y);
    expect([...layer.mask.data]).toEqual([0b10100111]);
    expect(bits(y)).toEqual([[1, 2, 3, 0, 0, 6, 0, 8], 0x3eb6db6e]);
  });

  it('drops an element whose draw equals the keep probability', () => {
    const n = newNumerics('sym-2026-07-21', { rngState: 2281717760 });
    const y = wire(1);
    n.fn.dropoutForward(n, dropout(0.5, 1), sym([7], 1), y);
    expect([y.data[0], y.scale]).toEqual([0, 2]);
  });

  it('draws for p = 0 as well', () => {
    const n = newNumerics('sym-2026-07-21');
    const y = wire(2);
    n.fn.dropoutForward(n, dropout(0, 2), sym([3, -4], 0.5), y);
    expect([[...y.data], y.scale, n.rng.state]).toEqual([[3, -4], 0.5, 67634689]);
  });

  it('copies in inference and still masks backward', () => {
    const n = newNumerics('sym-2026-07-21');
    const layer = dropout(0.5, 2, false);
    layer.mask.data[0] = 0b10;
    const [y, dx] = [wire(2), wire(2)];
    n.fn.dropoutForward(n, layer, sym([3, 4], 0.5), y);
    n.fn.dropoutBackward(n, layer, sym([3, 4], 0.5), sym([5, 6], 1), dx);
    expect([[...y.data], y.scale, [...dx.data], dx.scale]).toEqual([[3, 4], 0.5, [0, 6], 2]);
    expect(n.rng.state).toBe(1);
  });

  it.each([1, -0.5, Number.NaN])('refuses p = %d', (p) => {
    const n = newNumerics('sym-2026-07-21');
    expect(() => n.fn.dropoutForward(n, dropout(p, 1), sym([1], 1), wire(1))).toThrow('B7');
  });

  it('refuses a mask of another size before drawing', () => {
    const n = newNumerics('sym-2026-07-21');
    expect(() => n.fn.dropoutForward(n, dropout(0.5, 2), sym([1], 1), wire(1))).toThrow('B7');
    expect(n.rng.state).toBe(1);
  });
});

describe('Flatten (L26)', () => {
  it('copies mantissas and scale, not the width', () => {
    const n = newNumerics('sym-2026-07-21');
    const y = newTensor('SYM_INT32', [1, 4], 12);
    const x = symInt32Tensor([1, -2, 3, 70000], 0.5, 16, 'HALF_AWAY', [1, 2, 2]);
    n.fn.flattenForward(n, { kind: 'flatten' }, x, y);
    expect([[...y.data], y.scale, y.bits]).toEqual([[1, -2, 3, 70000], 0.5, 12]);
    expect(n.fn.flattenShape(n, [2, 3, 4])).toEqual([2, 12]);
  });
});

describe('Softmax and CrossEntropy (6.8)', () => {
  const softmax = { kind: 'softmax', ...context(symMath) } as const;

  it('probabilities, loss and seed gradient', () => {
    const n = newNumerics('sym-2026-07-21');
    const [y, dy] = [wire(4), wire(4)];
    n.fn.softmaxForward(n, softmax, sym([2047, 0, -1000, 512], 1e-3), y);
    expect(bits(y)).toEqual([[2047, 264, 97, 441], 0x39b7fcce]);
    const label = float32Tensor([0, 0, 0, 1]);
    expect(float32ToBits(n.fn.crossEntropyForward(n, y, label, 'SUM'))).toBe(0x3feed547);
    n.fn.crossEntropyBackward(n, y, label, dy);
    expect(bits(dy)).toEqual([[1740, 224, 82, -2047], 0x39d87cc0]);
  });

  it('normalises a batch jointly', () => {
    const n = newNumerics('sym-2026-07-21');
    const y = newTensor('FLOAT32', [2, 2]);
    n.fn.softmaxForward(n, softmax, float32Tensor([1, 1, 1, 1], [2, 2]), y);
    expect([...y.data]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('backward is the formula of its arguments (9.1)', () => {
    const n = newNumerics('sym-2026-07-21');
    const y = newTensor('FLOAT32', [2]);
    n.fn.softmaxBackward(n, softmax, float32Tensor([0.5, 0.25]), float32Tensor([1, 2]), y);
    expect([...y.data]).toEqual([0, 0.25]);
  });

  it('June exponentiates raw logits in the SYM arm', () => {
    const june = newNumerics('sym-2026-06-11');
    const y = newTensor('FLOAT32', [2]);
    logitsOf(june, y);
    expect([...y.data].every(Number.isNaN)).toBe(true);
    const now = newNumerics('sym-2026-07-21');
    logitsOf(now, y);
    expect([...y.data]).toEqual([0.5, 0.5]);
  });

  function logitsOf(n: ReturnType<typeof newNumerics>, y: Tensor): void {
    n.fn.softmaxForward(n, softmax, sym([1000, 1000], 1), y);
  }
});

describe('CrossEntropy (L28)', () => {
  const n = newNumerics('sym-2026-07-21');

  it('clamps the probability of the loss, not of the gradient', () => {
    const p = float32Tensor([1e-8]);
    const label = float32Tensor([1]);
    // −ln 1e-7f
    expect(n.fn.crossEntropyForward(n, p, label, 'SUM')).toBe(16.11809539794922);
    const dy = newTensor('FLOAT32', [1]);
    n.fn.crossEntropyBackward(n, float32Tensor([0]), label, dy);
    expect(dy.data[0]).toBe(-1);
  });

  it('MEAN divides by dims[0] from rank 2 on', () => {
    const [p, label] = [
      [0.5, 0.5, 0.5, 0.5],
      [1, 0, 1, 0],
    ];
    const loss = (shape: number[]): number =>
      n.fn.crossEntropyForward(n, float32Tensor(p!, shape), float32Tensor(label!, shape), 'MEAN');
    expect(loss([2, 2])).toBe(0.6931471824645996);
    expect(loss([4])).toBe(1.3862943649291992);
  });

  it('refuses non-finite probabilities, other outputs, and SYM outputs under the June contracts', () => {
    const label = float32Tensor([1]);
    const run = (contract: 'sym-2026-07-21' | 'sym-2026-06-23', p: Tensor) => () => {
      const fresh = newNumerics(contract);
      fresh.fn.crossEntropyForward(fresh, p, label, 'SUM');
    };
    expect(run('sym-2026-07-21', float32Tensor([Number.NaN]))).toThrow('B8');
    expect(run('sym-2026-07-21', newTensor('ASYM', [1], 8))).toThrow('B8');
    expect(run('sym-2026-06-23', sym([1], 1))).toThrow('B8');
    expect(run('sym-2026-06-23', float32Tensor([1]))).not.toThrow();
  });

  it('mean scale is 1/S', () => {
    expect(n.fn.crossEntropyMeanScale(n, 3)).toBe(float32FromBits(0x3eaaaaab));
  });
});

describe('argmax (L34)', () => {
  const n = newNumerics('sym-2026-07-21');

  it('compares values, first maximum wins, only over the classes', () => {
    expect(n.fn.argmax(n, sym([-5, -3, -3, 9], 1), 3)).toBe(1);
    expect(n.fn.argmax(n, float32Tensor([-5, -3, -3]), 3)).toBe(1);
  });

  it('refuses other dtypes', () => {
    expect(() => n.fn.argmax(n, newTensor('ASYM', [2], 8), 2)).toThrow('B9');
  });
});
