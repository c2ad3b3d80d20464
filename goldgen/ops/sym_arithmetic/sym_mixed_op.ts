/** The two mixed adds into SYM_INT32 mantissas (S82). */

import type { Tensor } from '../../../reference/tensor.ts';
import { labels, newCase } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { float32Of, int32Of, symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { permutations } from '../../kit/shapes.ts';
import { randomFloat32, randomInt32, randomSymInt32, withOrder } from '../../kit/tensors.ts';
import {
  type CaseGen,
  type CaseInput,
  defineOp,
  type OpDef,
  type OpHead,
  type RecordNote,
} from '../../op.ts';
import { viewOf } from '../pointwise/pointwise_op.ts';
import { symMixedOracle } from './oracle.ts';

type Addend = 'INT32' | 'FLOAT32';

function addend(dtype: Addend, values: readonly number[], shape?: readonly number[]): Tensor {
  return dtype === 'INT32' ? int32Of(values, shape) : float32Of(values, shape);
}

function* directed(dtype: Addend): Iterable<CaseInput> {
  const a = symInt32Of([100, -7, 2047, 0, 5, 5], 0.125, 12, 'HALF_AWAY', [2, 3]);
  const values = dtype === 'INT32' ? [1, -2, 3, 4, -5, 6] : [1.9, -1.9, 0.5, -0.5, 2.5, -0];
  yield newCase('directed', 'scale_ignored', { a, b: addend(dtype, values, [2, 3]) });
  yield newCase('directed', 'flat', { a, b: withOrder(addend(dtype, values, [3, 2]), [1, 0]) });
  yield newCase('directed', 'flat', { a: withOrder(a, [1, 0]), b: addend(dtype, values) });
  yield newCase('negative', 'refused_count', { a, b: addend(dtype, [1, 2, 3]) });
  yield newCase('negative', 'refused_count', { a, b: addend(dtype, [1, 2, 3, 4, 5, 6, 7]) });
  for (const [q, v] of [
    [2147483520, 127],
    [-2147483648, 0],
  ] as const) {
    const wide = symInt32Of([q, 3], 1, 12);
    yield newCase('boundary', 'exceeds_label', { a: wide, b: addend(dtype, [v, 4]) });
  }
  for (const [q, v] of [
    [2147483520, 128],
    [-2147483648, -1],
  ] as const) {
    const wide = symInt32Of([q, 3], 1, 12);
    yield newCase('overflow', 'overflows', { a: wide, b: addend(dtype, [v, 4]) });
  }
}

/** S82: truncation beyond int32. */
function* casts(): Iterable<CaseInput> {
  for (const hex of ['7fc00000', '4f000000', 'cf000001', '7f800000']) {
    const b = float32Of(`3f800000 ${hex}`);
    yield newCase('overflow', 'cast_range', { a: symInt32Of([1, 0], 0.5, 12), b });
  }
  const b = float32Of('cf000000 4effffff');
  yield newCase('boundary', 'exceeds_label', { a: symInt32Of([0, 0], 0.5, 12), b });
}

function random(dtype: Addend, r: Random): CaseInput {
  const rank = r.int(1, 3);
  const logical = Array.from({ length: rank }, () => r.int(1, 4));
  const order = r.pick(permutations(rank));
  const a = viewOf(logical, order, (shape) => randomSymInt32(r, shape, r.pick([8, 12, 20])));
  const b = viewOf(logical, r.pick(permutations(rank)), (shape) =>
    dtype === 'INT32' ? randomInt32(r, shape, 24) : randomFloat32(r, shape, -4, 14),
  );
  return newCase('random', 'mixed', { a, b });
}

const notes: Readonly<Record<string, RecordNote>> = {
  scale_ignored: {
    bug: 'addends divided by the scale, or floats rounded instead of truncated',
    effect: 'addends end at another size, and negative ones one unit too low',
  },
  flat: { bug: 'views honoured', effect: 'elements paired otherwise' },
  refused_count: { bug: 'counts not compared', effect: 'reads beyond' },
  exceeds_label: { bug: 'clamped or saturated', effect: 'mantissas lost' },
  overflows: {
    bug: 'the sum held in int64 or float, or saturated, so that int32 never overflows',
    effect: 'a simulation shows mantissas that change their sign on the device',
  },
  mixed: {
    bug: 'rows and columns of a permuted operand exchanged, or the scalar divided by the scale',
    effect: 'mantissas get the addends of other elements',
  },
};

const castNote: RecordNote = {
  bug: 'NaN or values beyond int32 saturated or set to 0 before the truncation',
  effect:
    'a diverged addend looks finite on this kernel, and is another integer on the next processor',
  clause: 'S82',
};

/** The record of a mixed add. */
export function symMixedOp({ name, version }: OpHead, dtype: Addend): OpDef {
  return defineOp({
    name,
    version,
    clause: 'S82',
    summary: `adds ${dtype} values to SYM_INT32 mantissas, whatever the scale`,
    since: '2026-07-21',
    params: {},
    tensors: {
      a: { role: 'inout', dtypes: ['SYM_INT32'], doc: 'mantissas, flat' },
      b: { role: 'in', dtypes: [dtype], doc: 'as many elements as a' },
    },
    fits: refusesMisfits,
    notes: dtype === 'FLOAT32' ? { ...notes, cast_range: castNote } : notes,
    run(n, call) {
      const [a, b] = [call.tensor('a'), call.tensor('b')];
      if (dtype === 'INT32') n.fn.symAddInt32(n, a, b);
      else n.fn.symAddFloat32(n, a, b);
    },
    oracle: symMixedOracle,
    *cases(g: CaseGen) {
      yield* directed(dtype);
      if (dtype === 'FLOAT32') yield* casts();
      for (const label of labels('random', 24)) yield random(dtype, g.random(label));
    },
  });
}
