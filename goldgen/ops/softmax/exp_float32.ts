/** exp of float32, correctly rounded. */

import { hardExpTable } from '../../../reference/num/hard_arguments.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { floats, store } from '../../../reference/tensor.ts';
import { alike } from '../../kit/fits.ts';
import { defineOp, type OpCall } from '../../op.ts';
import { expOracle } from './oracle.ts';
import { transcendentalCases, transcendentalNotes } from './transcendental_cases.ts';

function run(n: Numerics, call: OpCall): void {
  const x = floats(call.tensor('x'));
  store(
    floats(call.tensor('y')),
    x.map((v) => n.fn.exp32(n, v)),
  );
}

export default defineOp({
  name: 'exp_float32',
  version: 1,
  clause: 'L27',
  summary: 'the exact power of e rounded once to float32',
  since: '2026-07-21',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['FLOAT32'], doc: 'arguments' },
    y: { role: 'out', dtypes: ['FLOAT32'], doc: 'powers' },
  },
  fits: alike('x', 'y'),
  notes: transcendentalNotes('exp'),
  run,
  oracle: expOracle,
  cases: (g) =>
    transcendentalCases(g, {
      run,
      specials: '7fc00000 7f800000 ff800000 00000000 80000000 7f7fffff ff7fffff',
      edges:
        '00000001 80000001 42b17217 42b17218 42b17219 c2aeac4f c2aeac50 c2aeac51 c2cff1b4 c2cff1b5 c2d00000 33800000 33000000 b3000000 b2ffffff 33800001 3f800000 bf800000 3f317218 bf317218',
      hard: hardExpTable,
      draw: (r) => r.float32(-20, 6),
    }),
});
