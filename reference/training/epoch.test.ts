import { describe, expect, test } from 'vitest';
import { uniformContext } from '../layers/fixtures.ts';
import { newNumerics } from '../primitives.ts';
import { float32Tensor, newTensor, type QuantRecord } from '../tensor.ts';
import type { Model } from './model.ts';

const float: QuantRecord = { dtype: 'FLOAT32', bits: 0, rounding: 'HALF_AWAY' };

/** y = w·x with one weight. */
function scalarModel(w: number): Model {
  const math = { type: 'ARITH_FLOAT32', rounding: 'HALF_AWAY' } as const;
  const weight = { value: float32Tensor([w], [1, 1]), grad: newTensor('FLOAT32', [1, 1]) };
  const linear = { kind: 'linear' as const, ...uniformContext(math) };
  const layer = { ...linear, weight, bias: undefined };
  return { layers: [{ layer, output: float, propLoss: float }], loss: 'MSE' };
}

const samples = [1, 2, 3].map((v) => {
  return { x: float32Tensor([v], [1, 1]), label: float32Tensor([0], [1, 1]) };
});

describe('epochs (L34)', () => {
  test('full batches only, MEAN scaling, gradients zeroed after the step', () => {
    const n = newNumerics('sym-2026-07-21');
    const model = scalarModel(1);
    const parameters = n.fn.modelParameters(n, model);
    const scalars = { learningRate: 0.5, momentum: 0, weightDecay: 0 };
    const optimizer = n.fn.newSgd(n, parameters, scalars, 'HALF_AWAY', float);
    const reductions = { forward: 'MEAN', backward: 'MEAN' } as const;
    // samples 1 and 2: losses 1 and 4; gradient (2·1 + 2·2·2)/2 = 5; the third sample is dropped
    expect(n.fn.trainEpoch(n, model, optimizer, samples, 2, reductions)).toBe(2.5);
    expect(parameters[0]!.value.data[0]).toBe(-1.5);
    expect(parameters[0]!.grad.data[0]).toBe(0);
  });

  test('evaluation is the mean over the samples and leaves the gradients alone', () => {
    const n = newNumerics('sym-2026-07-21');
    const model = scalarModel(1);
    const expected = Math.fround(14 / 3);
    expect(n.fn.evaluate(n, model, samples, 'MEAN')).toBe(expected);
    expect(n.fn.modelParameters(n, model)[0]!.grad.data[0]).toBe(0);
  });

  test('keeping the remainder is refused', () => {
    const n = newNumerics('sym-2026-07-21');
    expect(() => n.fn.fullBatches(n, samples, 2, false)).toThrow(/^B9/);
  });

  test('a shuffling loader re-seeds the generator', () => {
    const [a, b] = [newNumerics('sym-2026-07-21'), newNumerics('sym-2026-07-21', { rngState: 9 })];
    expect([...a.fn.shuffledOrder(a, 10, 42)]).toEqual([...b.fn.shuffledOrder(b, 10, 42)]);
    expect(a.rng.state).toBe(b.rng.state);
  });

  test('wires of other formats are refused', () => {
    const n = newNumerics('sym-2026-07-21');
    const packed = { dtype: 'SYM', bits: 8, rounding: 'HALF_AWAY' } as const;
    expect(() => n.fn.newWire(n, packed, [1])).toThrow(/^B9/);
  });
});
