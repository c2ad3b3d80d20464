import { describe, expect, test } from 'vitest';
import { newNumerics } from '../primitives.ts';
import { ints } from '../tensor.ts';
import { buildTrainable, initialLimit, parameterCount, sampleTensor } from './build.ts';
import { ecgModel, ecgTraining } from './ecg/model.ts';
import { harModel, harTraining } from './har/model.ts';
import { floatVariant, variantNamed, variants } from './variants.ts';

const contract = 'sym-2026-07-21';

describe('models of the examples', () => {
  test.each([
    ['ecg', ecgModel, ecgTraining, 11, 1445],
    ['har of UCI HAR', harModel({ channels: 9, length: 128, classes: 6 }), harTraining, 12, 10214],
  ] as const)(
    '%s: as many layers and parameters as published',
    (_, record, training, layers, count) => {
      const n = newNumerics(contract);
      const { model } = buildTrainable(n, record, floatVariant, training);
      expect(model.layers).toHaveLength(layers);
      expect(parameterCount(n, model)).toBe(count);
      // one draw per parameter (L31)
      const counted = newNumerics(contract);
      for (let i = 0; i < count; i++) counted.fn.rngStep(counted);
      expect(n.rng.state).toBe(counted.rng.state);
    },
  );

  test('ecg: the wires have the shapes of the specification', () => {
    const n = newNumerics(contract);
    const { model } = buildTrainable(n, ecgModel, floatVariant, ecgTraining);
    const x = sampleTensor(new Float32Array(140), [1, 140]);
    const shapes = n.fn.allocateForward(n, model, x).map((wire) => wire.shape.slice(1).join('×'));
    expect(shapes.filter((shape, i) => shape !== shapes[i - 1])).toEqual([
      '8×70',
      '8×35',
      '16×35',
      '16×7',
      '8×35',
      '4×70',
      '1×140',
    ]);
  });

  test('initial values lie within 0.57735·√(3/fanIn) (L31)', () => {
    const n = newNumerics(contract);
    expect(initialLimit(n, 7)).toBeCloseTo(0.3779645, 6);
    const { model } = buildTrainable(n, ecgModel, floatVariant, ecgTraining);
    const [weight] = n.fn.modelParameters(n, model);
    for (const v of weight!.value.data) expect(Math.abs(v)).toBeLessThanOrEqual(0.3779645);
  });
});

describe('variants', () => {
  test.each(variants)('$name: two steps of the autoencoder lower the loss', (variant) => {
    const n = newNumerics(contract);
    const { model, optimizer } = buildTrainable(n, ecgModel, variant, ecgTraining);
    const values = Float32Array.from({ length: 140 }, (_, i) => (i % 35) / 35);
    const x = sampleTensor(values, [1, 140]);
    const samples = [{ x, label: x }];
    const reductions = { forward: 'MEAN', backward: 'MEAN' } as const;
    const first = n.fn.trainingStep(n, model, optimizer, samples, reductions);
    const second = n.fn.trainingStep(n, model, optimizer, samples, reductions);
    expect(second).toBeLessThan(first);
    expect(n.overflow.accumulate.when).toBe('never');
  });

  test('sym-grad stores nothing in float', () => {
    const n = newNumerics(contract);
    const { model, optimizer } = buildTrainable(n, ecgModel, variantNamed('sym-grad'), ecgTraining);
    const states = optimizer.kind === 'sgd' ? optimizer.states : [];
    const stored = n.fn.modelParameters(n, model).flatMap(({ value, grad }) => [value, grad]);
    for (const t of [...stored, ...states]) expect(ints(t)).toBeInstanceOf(Int32Array);
    for (const { output, propLoss } of model.layers) {
      expect([output?.dtype, propLoss?.dtype]).toEqual(['SYM_INT32', 'SYM_INT32']);
    }
  });

  test('an unknown variant is refused', () => {
    expect(() => variantNamed('sym3')).toThrow(RangeError);
  });
});
