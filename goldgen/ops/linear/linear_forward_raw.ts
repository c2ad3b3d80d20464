/** L1 without epilogue: the raw SYM_INT32 Linear forward. */

import { newCase, seeded } from '../../kit/cases.ts';
import { randomScale, randomSymInt32, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { symProductNotes } from '../matmul/sym_product_notes.ts';
import { lanes, type SymProduct, soundness, symProducts } from '../matmul/sym_products.ts';
import { linearFits } from './linear_fits.ts';
import { linearForwardRawOracle } from './raw_oracle.ts';

function fromProduct({ set, flags, x, weight, bias, rng = 1 }: SymProduct): CaseInput {
  // width, mode and scale of the target are not looked at
  const y = target('SYM_INT32', [x.shape[0]!, weight.shape[0]!], 9, 'SR_HALF_AWAY', 0.75);
  const tensors = bias === undefined ? { x, weight, y } : { x, weight, bias, y };
  return newCase(set, flags, tensors, { rng });
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  for (const p of symProducts(g.contract)) yield fromProduct(p);
  for (const r of seeded(g, 'random', 36)) {
    const [rows, inner, outer] = [r.int(1, 5), r.int(1, 24), r.int(1, 7)];
    const x = randomSymInt32(r, [rows, inner], r.pick([4, 8, 12]));
    const weight = randomSymInt32(r, [outer, inner], r.pick([4, 8, 12]));
    const mode = r.pick(['HALF_AWAY', 'SR_HALF_AWAY'] as const);
    const bias = randomSymInt32(r, [outer], r.pick([8, 12, 16]), randomScale(r, -20, -6), mode);
    const rest = r.chance(1, 4) ? {} : { bias, rng: r.rngState() };
    yield fromProduct({ set: 'random', flags: 'shapes', x, weight, ...rest });
  }
  for (const p of soundness()) yield fromProduct(p);
  for (const p of lanes()) yield fromProduct(p);
}

export default defineOp({
  name: 'linear_forward_raw',
  version: 1,
  clause: 'L1',
  summary: 'Linear forward into raw mantissas at the product scale',
  since: '2026-06-11',
  params: {},
  tensors: {
    x: { role: 'in', dtypes: ['SYM_INT32', 'FLOAT32'], doc: '[B, I]; FLOAT32 is refused' },
    weight: { role: 'in', dtypes: ['SYM_INT32', 'FLOAT32'], doc: '[O, I]; FLOAT32 is refused' },
    bias: {
      role: 'in',
      dtypes: ['SYM_INT32', 'FLOAT32'],
      optional: true,
      doc: '[O]: rescaled into the accumulator; FLOAT32 is refused',
    },
    y: { role: 'out', dtypes: ['SYM_INT32'], doc: '[B, O]: raw; only scale is set' },
  },
  fits: linearFits,
  notes: {
    ...symProductNotes,
    shapes: {
      bug: 'in and out features exchanged, or rows of the batch walked with another stride',
      effect: 'layers that are not square read weights of other units',
    },
  },
  run(n, call) {
    const [x, weight] = [call.tensor('x'), call.tensor('weight')];
    n.fn.linearForwardRaw(n, x, weight, call.tensors.bias, call.tensor('y'));
  },
  oracle: linearForwardRawOracle,
  cases,
});
