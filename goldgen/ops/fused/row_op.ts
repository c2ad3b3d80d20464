/** The two row-broadcast ops (S104). */

import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, newCase, seeded } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { placedIn, runInPlace } from '../../kit/in_place.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomFloat32, target, withOrder } from '../../kit/tensors.ts';
import {
  type CaseGen,
  type CaseInput,
  defineOp,
  type OpDef,
  type OpHead,
  type OpRecord,
} from '../../op.ts';
import { rowOracle } from './oracle.ts';

type RowForm = 'scale' | 'subtract';

const rowCase = casesOf((m: Tensor, vector: Tensor, out?: Tensor) => ({
  tensors: { m, vector, out: out ?? target('FLOAT32', m.shape) },
}));

function* directed(form: RowForm): Iterable<CaseInput> {
  const m = float32Of([1, 2, 3, 4, 5, 6], [2, 3]);
  const fitting = form === 'scale' ? [10, -0.5] : [10, -0.5, 3];
  const other = form === 'scale' ? [10, -0.5, 3] : [10, -0.5];
  const vector = float32Of(fitting);
  yield rowCase('directed', 'axis', m, vector);
  const square = float32Of([1, 2, 3, 4], [2, 2]);
  yield rowCase('directed', 'axis', square, float32Of([10, 100]));
  yield rowCase(
    'boundary',
    'special_values',
    float32Of('7f800000 80000000 7fc00000 00000001', [2, 2]),
    float32Of([0, -1]),
  );
  yield rowCase('negative', 'refused_count', m, float32Of(other));
  yield rowCase('negative', 'refused_rank', float32Of([1, 2, 3]), vector);
  yield rowCase('negative', 'refused_rank', m, float32Of(fitting, [1, fitting.length]));
  yield rowCase('negative', 'refused_rank', m, vector, target('FLOAT32', [6]));
  yield rowCase('negative', 'refused_view', withOrder(m, [1, 0]), vector);
  yield rowCase(
    'negative',
    'refused_view',
    m,
    vector,
    withOrder(target('FLOAT32', [2, 3]), [1, 0]),
  );
  const pair = float32Of([10, -0.5]);
  yield rowCase('negative', 'refused_view', withOrder(square, [1, 0]), pair);
  const view = withOrder(target('FLOAT32', [2, 2]), [1, 0]);
  yield rowCase('negative', 'refused_view', square, pair, view);
  const sym = symInt32Of(
    fitting.map((_, i) => i + 1),
    0.5,
    12,
  );
  yield rowCase('negative', 'refused_dtype', m, sym);
  yield rowCase('negative', 'refused_count', m, vector, target('FLOAT32', [3, 2]));
  yield rowCase('negative', 'refused_count', m, vector, target('FLOAT32', [2, 4]));
}

/** The result in the storage of the matrix. */
function* sharing(form: RowForm, g: CaseGen): Iterable<CaseInput> {
  for (const [i, r] of [...seeded(g, 'in_place', 6)].entries()) {
    const [rows, columns] = [r.int(2, 5), r.int(2, 5)];
    const m = randomFloat32(r, [rows, columns], -6, 4);
    const vector = randomFloat32(r, [form === 'scale' ? rows : columns], -6, 4);
    const tensors = { m, vector, out: target('FLOAT32', m.shape) };
    const set = i < 2 ? 'directed' : 'random';
    yield newCase(set, 'in_place', tensors, { params: { in_place: 'm' } });
  }
}

const rowNotes: OpRecord['notes'] = {
  axis: {
    bug: 'the vector taken along columns where the clause takes it along rows, or the reverse',
    effect: 'rows are normalised by the statistics of other rows',
  },
  special_values: {
    bug: 'a multiplication by 0 or 1 skipped, or NaN replaced',
    effect: 'a diverged row looks healthy after its normalisation',
  },
  refused_count: {
    bug: 'the length of the vector not compared with the matrix',
    effect: 'memory beyond the vector enters the last rows',
  },
  refused_rank: {
    bug: 'an operand of another rank taken for a matrix and a vector',
    effect: 'memory beyond the operand is read as rows',
  },
  refused_view: {
    bug: 'a transposed matrix walked in storage order',
    effect: 'rows are normalised by the statistics of other rows',
  },
  refused_dtype: {
    bug: 'mantissas of a SYM_INT32 operand read as floats',
    effect: 'rows become the bit patterns of integers',
  },
  in_place: {
    bug: 'the result cleared before the matrix is read',
    effect: 'rows normalised in place become 0',
  },
  shapes: {
    bug: 'row and column counts exchanged, or the last row left out',
    effect: 'rows of matrices that are not square keep unnormalised values',
  },
};

/** The record of a row broadcast. */
export function rowOp({ name, version }: OpHead, form: RowForm): OpDef {
  const along = form === 'scale' ? '[M]: one factor per row' : '[N]: one value per column';
  return defineOp({
    name,
    version,
    clause: 'S104',
    summary:
      form === 'scale' ? 'multiplies each row by its factor' : 'subtracts a row from each row',
    since: '2026-07-21',
    params: { in_place: placedIn('out', 'm') },
    tensors: {
      m: { role: 'in', dtypes: ['FLOAT32'], doc: '[M, N]' },
      vector: {
        role: 'in',
        dtypes: ['FLOAT32', 'SYM_INT32'],
        doc: `${along}; SYM_INT32 is refused`,
      },
      out: { role: 'out', dtypes: ['FLOAT32'], doc: '[M, N]' },
    },
    fits: refusesMisfits,
    notes: rowNotes,
    run(n, call) {
      const vector = call.tensor('vector');
      const broadcast = form === 'scale' ? n.fn.scaleRows : n.fn.subRow;
      const result = { name: 'out', isRead: false };
      runInPlace(call, ['m'], ([m], out) => broadcast(n, m!, vector, out), result);
    },
    oracle: rowOracle(form),
    *cases(g: CaseGen) {
      yield* directed(form);
      for (const r of seeded(g, 'random', 24)) {
        const [rows, columns] = [r.int(1, 6), r.int(1, 6)];
        const m = randomFloat32(r, [rows, columns], -6, 4);
        const vector = randomFloat32(r, [form === 'scale' ? rows : columns], -6, 4);
        yield rowCase('random', 'shapes', m, vector);
      }
      yield* sharing(form, g);
    },
  });
}
