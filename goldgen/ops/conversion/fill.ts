/** S55: filling a tensor from float values. */

import { type Dtype, dtypes, floats, type Rounding, roundings } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { f32, float32Of } from '../../kit/literals.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { affineValues } from '../encode/affine_cases.ts';
import { widthsOf } from './convert_cases.ts';
import { fillOracle } from './fill_oracle.ts';

interface Record {
  readonly bits?: number;
  readonly mode?: Rounding;
  readonly shape?: readonly number[];
  readonly rng?: number;
}

const fillCase = casesOf(
  (
    values: readonly number[],
    dtype: Dtype,
    { bits = 0, mode = 'HALF_AWAY', shape = [values.length], rng = 1 }: Record = {},
  ) => ({ tensors: { x: float32Of(values), y: target(dtype, shape, bits, mode) }, rng }),
);

function* cases(g: CaseGen): Iterable<CaseInput> {
  const sample = [1, -0.5, 0.25, 0];
  yield fillCase('directed', 'V5', sample, 'SYM', { bits: 6 });
  yield fillCase('directed', 'V6', sample, 'ASYM', { bits: 8 });
  yield fillCase('directed', 'V6', sample, 'ASYM', { bits: 8, mode: 'SR_HALF_AWAY', rng: 11 });
  yield fillCase('directed', 'own_mode', sample, 'SYM_INT32', { bits: 12, shape: [2, 2] });
  yield fillCase('directed', 'copy', [-0, f32('00000001'), f32('7f800000'), 3], 'FLOAT32');
  yield fillCase('directed', 'copy', [1.9, -1.9, -0.5], 'INT32');
  for (const r of seeded(g, 'random', 48)) {
    const dtype = r.pick(['INT32', 'FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const);
    const rounded = dtype !== 'INT32' && dtype !== 'FLOAT32';
    const values = affineValues(r, r.int(1, 16));
    yield fillCase('random', rounded ? 'own_mode' : 'copy', values, dtype, {
      bits: r.pick(widthsOf(dtype)),
      mode: rounded ? r.pick(roundings) : 'HALF_AWAY',
      rng: r.rngState(),
    });
  }
  for (const dtype of dtypes) {
    const bits = widthsOf(dtype)[3] ?? 0;
    yield fillCase('negative', 'refused', sample, dtype, { bits, shape: [5] });
    yield fillCase('negative', 'refused', sample, dtype, { bits, shape: [3] });
  }
  yield fillCase('negative', 'refused', sample, 'BOOL');
  for (const dtype of ['SYM', 'SYM_INT32', 'ASYM'] as const) {
    yield fillCase('boundary', 'own_mode', [0, -0, 0], dtype, { bits: 8 });
  }
}

export default defineOp({
  name: 'fill',
  version: 1,
  clause: 'S55',
  summary: 'stores float values in a tensor of any numeric format, rounded by its own mode',
  since: '2026-07-21',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['FLOAT32'], doc: '[n]' },
    y: { role: 'out', dtypes: [...dtypes], doc: '[…] of n elements' },
  },
  fits: refusesMisfits,
  notes: {
    V5: {
      bug: 'a scale from 2^(b−1), or the most significant bit packed first',
      effect: 'constant initial weights decode to values of another size or place',
      clause: 'S37, S55',
    },
    V6: {
      bug: 'a grid forced to contain 0, or no draw for the zero point',
      effect: 'initial weights lose resolution, and all later draws are shifted',
      clause: 'S38, S55',
    },
    own_mode: {
      bug: 'rounded half away whatever the mode of the record',
      effect: 'initial weights are biased, and all later draws are shifted',
    },
    copy: {
      bug: 'FLOAT32 values quantized on the way, or INT32 ones rounded instead of truncated',
      effect: 'initial weights lose bits, or are off by one below zero',
      clause: 'S35, S55',
    },
    refused: {
      bug: 'another count or BOOL accepted',
      effect: 'memory beyond the payload is read or written',
      clause: 'S55, A10',
    },
  },
  run(n, call) {
    n.fn.fill(n, floats(call.tensor('x')), call.tensor('y'));
  },
  oracle: fillOracle,
  cases,
});
