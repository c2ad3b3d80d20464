import { describe, expect, test } from 'vitest';
import { contracts } from '../contracts.ts';
import { type ValidatedLayer, validateModel } from './validator.ts';

const sym = (kind: ValidatedLayer['kind']): ValidatedLayer => {
  return { kind, output: 'SYM_INT32', forward: 'ARITH_SYM_INT32' };
};
const quantization = sym('quantization');
const june11 = contracts['sym-2026-06-11'];
const june23 = contracts['sym-2026-06-23'];
const july21 = contracts['sym-2026-07-21'];
const july2 = { validator: 'V3' } as const;

describe('validateModel (H5)', () => {
  test('the worked chain is valid everywhere; the last producer feeds the loss', () => {
    const model = [sym('linear'), quantization, sym('layer_norm'), quantization, sym('linear')];
    for (const contract of [june11, june23, july2, july21]) {
      expect(validateModel(model, contract)).toEqual([]);
    }
  });

  test('every unquantized producer is reported, adjacency is strict', () => {
    const model = [sym('linear'), sym('relu'), quantization, sym('layer_norm'), sym('linear')];
    const violations = [
      { index: 0, reason: 'unquantized_producer' },
      { index: 3, reason: 'unquantized_producer' },
    ];
    expect(validateModel(model, june11)).toEqual(violations);
    expect(validateModel(model, june23)).toEqual(violations);
    expect(validateModel(model, july21)).toEqual([]);
  });

  test('Linear → Quantization → ReLU is fine', () => {
    const model = [sym('linear'), quantization, sym('relu')];
    expect(validateModel(model, june11)).toEqual([]);
  });

  test('convolutions count from V2 on', () => {
    const model = [sym('conv1d'), sym('conv1d_transposed'), sym('relu')];
    expect(validateModel(model, june11)).toEqual([]);
    expect(validateModel(model, june23).map(({ index }) => index)).toEqual([0, 1]);
  });

  test('V1 and V2 look at the output storage, V3 at the forward arithmetic', () => {
    const storage: ValidatedLayer = {
      kind: 'linear',
      output: 'SYM_INT32',
      forward: 'ARITH_FLOAT32',
    };
    const math: ValidatedLayer = { kind: 'linear', output: 'FLOAT32', forward: 'ARITH_SYM_INT32' };
    const model = [storage, math, sym('relu')];
    expect(validateModel(model, june23).map(({ index }) => index)).toEqual([0]);
    expect(validateModel(model, july2).map(({ index }) => index)).toEqual([1]);
  });

  test('a null model, null layers, an empty model', () => {
    expect(validateModel(undefined, july21)).toEqual([{ index: -1, reason: 'null_model' }]);
    expect(validateModel([], june11)).toEqual([]);
    const model = [sym('linear'), undefined];
    expect(validateModel(model, june11)).toEqual([
      { index: 0, reason: 'unquantized_producer' },
      { index: 1, reason: 'null_layer' },
    ]);
    expect(validateModel(model, july21)).toEqual([{ index: 1, reason: 'null_layer' }]);
  });
});
