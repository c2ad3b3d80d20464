/** S13: Fisher–Yates with a bounded draw by rejection. */

import { ints } from '../../../reference/tensor.ts';
import { newCase, seeded } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { int32Of } from '../../kit/literals.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { shuffleOracle } from './oracle.ts';

function countTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** States whose first steps give 4294967290 and 4294967295, rejected for the bounds 8, 10, 13 and for all. */
const rejectedStates = [1913638251, 1584200935];

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield newCase('directed', 'V1', { indices: int32Of(countTo(8)) }, { rng: 12345 });
  yield newCase('directed', 'V1', { indices: int32Of(countTo(8)) }, { rng: 0xffffffff });
  for (const n of [0, 1]) {
    yield newCase('boundary', 'nothing_to_draw', { indices: int32Of(countTo(n)) }, { rng: 77 });
  }
  for (const rng of rejectedStates) {
    for (const n of [3, 8, 10, 13]) {
      yield newCase('directed', 'rejection', { indices: int32Of(countTo(n)) }, { rng });
    }
  }
  for (const r of seeded(g, 'random', 24)) {
    const values = Array.from({ length: r.int(2, 60) }, () => r.uint32() | 0);
    yield newCase('random', 'descending', { indices: int32Of(values) }, { rng: r.rngState() });
  }
}

export default defineOp({
  name: 'rng_shuffle',
  version: 1,
  clause: 'S13',
  summary: 'shuffles indices from the last position down',
  since: '2026-06-11',
  params: {},
  tensors: {
    indices: { role: 'inout', dtypes: ['INT32'], doc: '[n], n ≥ 0: values that change places' },
  },
  fits: refusesMisfits,
  notes: {
    V1: {
      bug: 'ascending loop, or a draw bounded by n instead of i + 1',
      effect: 'another sample order in every epoch',
    },
    nothing_to_draw: {
      bug: 'a draw for fewer than two elements',
      effect: 'all later draws are shifted',
    },
    rejection: {
      bug: 'modulo without rejection, or a rejection bound of 2^32',
      effect: 'another index and another generator state for rare states',
    },
    descending: {
      bug: 'element i exchanged with i − 1, or with the draw of another step',
      effect: 'every epoch meets its samples in another order',
    },
  },
  run(n, call) {
    n.fn.shuffle(n, ints(call.tensor('indices')));
  },
  oracle: shuffleOracle,
  cases,
});
