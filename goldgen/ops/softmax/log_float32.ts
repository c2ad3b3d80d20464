/** log of float32, correctly rounded. */

import { float32FromBits } from '../../../reference/num/float32.ts';
import { hardLogTable } from '../../../reference/num/hard_arguments.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { floats, store } from '../../../reference/tensor.ts';
import { alike } from '../../kit/fits.ts';
import { defineOp, type OpCall } from '../../op.ts';
import { logOracle } from './oracle.ts';
import { transcendentalCases, transcendentalNotes } from './transcendental_cases.ts';

function run(n: Numerics, call: OpCall): void {
  const x = floats(call.tensor('x'));
  store(
    floats(call.tensor('y')),
    x.map((v) => n.fn.log32(n, v)),
  );
}

export default defineOp({
  name: 'log_float32',
  version: 1,
  clause: 'L28, S110',
  summary: 'the exact natural logarithm rounded once to float32',
  since: '2026-07-21',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['FLOAT32'], doc: 'arguments' },
    y: { role: 'out', dtypes: ['FLOAT32'], doc: 'logarithms' },
  },
  fits: alike('x', 'y'),
  notes: transcendentalNotes('log'),
  run,
  oracle: logOracle,
  cases: (g) =>
    transcendentalCases(g, {
      run,
      specials: '7fc00000 7f800000 ff800000 00000000 80000000 bf800000 3f800000 80000001 c2c80000',
      edges:
        '00000001 00000002 00400000 007fffff 00800000 00800001 7f7fffff 7f7ffffe 3f7fffff 3f800001 3f7ffffe 3f800002 3f3504f3 3f3504f4 3fb504f3 3fb504f4 40000000 33d6bf95',
      hard: hardLogTable,
      // half of them in the domain of the loss, half any positive float
      draw: (r) =>
        r.chance(1, 2) ? r.int(1, 16777215) / 16777216 : float32FromBits(r.int(1, 0x7f7fffff)),
    }),
});
