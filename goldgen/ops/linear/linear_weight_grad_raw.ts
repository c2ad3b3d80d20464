/** L2 raw kernel: the weight gradient of Linear before any accumulation. */

import type { Tensor } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { randomSymOperand } from '../../kit/layer_operands.ts';
import { symInt32Of } from '../../kit/literals.ts';
import { matmulShapes } from '../../kit/shapes.ts';
import { randomSymInt32, target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { weightGradientFits } from './linear_fits.ts';
import { linearWeightGradRawOracle } from './raw_oracle.ts';

const gradCase = casesOf((dy: Tensor, x: Tensor, bits: number = 12) => {
  const dw = target('SYM_INT32', [dy.shape[1] ?? 1, x.shape[1] ?? 1], bits);
  return { tensors: { dy, x, dw } };
});

/** [n, 1] of the given products with a column of ones. */
function sumOf(set: CaseInput['set'], flags: string, dy: readonly number[], x: readonly number[]) {
  const a = symInt32Of(dy, 0.5, 12, 'HALF_AWAY', [dy.length, 1]);
  return gradCase(set, flags, a, symInt32Of(x, 0.25, 12, 'HALF_AWAY', [x.length, 1]));
}

function* overflows(): Iterable<CaseInput> {
  const low = -2048;
  yield sumOf('boundary', 'budget', new Array(511).fill(low), new Array(511).fill(low));
  yield sumOf('overflow', 'budget', new Array(512).fill(low), new Array(512).fill(low));
  yield sumOf('overflow', 'budget', [-32768, -32768], [-32768, -32768]);
  // 2^31 − 1, 2^31, and 2^31 − 1 reached past 2^31
  yield sumOf('boundary', 'order', [2147483647, 0], [1, 1]);
  yield sumOf('overflow', 'order', [2147483647, 1], [1, 1]);
  yield sumOf('overflow', 'order', [2147483647, 1, -1], [1, 1, 1]);
  yield sumOf('boundary', 'order', [2147483647, -1, 1], [1, 1, 1]);
  yield sumOf('boundary', 'product', [-32768, 32767], [32767, 65535]);
  yield sumOf('overflow', 'product', [65536], [32768]);
}

function* cases(g: CaseGen): Iterable<CaseInput> {
  const dy = symInt32Of([300, -200, 150, 77], 0.02, 12, 'HALF_AWAY', [2, 2]);
  const x = symInt32Of([100, -50, 25, 3, 2047, -7], 0.01, 12, 'HALF_AWAY', [2, 3]);
  yield gradCase('directed', 'B6.1', dy, x);
  yield* overflows();
  for (const [i, { rows, inner, columns }] of matmulShapes.entries()) {
    const r = g.random(`shape/${i}`);
    const left = randomSymOperand(r, [inner, rows], g.contract);
    const right = randomSymOperand(r, [inner, columns], g.contract);
    yield gradCase('boundary', 'transpose', left, right, r.pick([8, 12, 16]));
  }
  for (const r of seeded(g, 'random', 12)) {
    const batch = r.int(1, 6);
    const left = randomSymInt32(r, [batch, r.int(1, 7)], 12);
    yield gradCase('random', 'transpose', left, randomSymInt32(r, [batch, r.int(1, 9)], 12));
  }
  if (g.contract.matmulLabelMax === 0) {
    const wide = symInt32Of([1, 2], 1, 17, 'HALF_AWAY', [1, 2]);
    yield gradCase('directed', 'label', wide, wide);
    return;
  }
  const wide = symInt32Of([1, 2], 1, 13, 'HALF_AWAY', [1, 2]);
  const narrow = symInt32Of([1, 2], 1, 12, 'HALF_AWAY', [1, 2]);
  yield gradCase('directed', 'label', symInt32Of([90000, 2], 1, 12, 'HALF_AWAY', [1, 2]), narrow);
  yield gradCase('negative', 'label', wide, narrow);
  yield gradCase('negative', 'label', narrow, wide);
  yield gradCase('negative', 'batch', narrow, symInt32Of([1, 2], 1, 12, 'HALF_AWAY', [2, 1]));
}

export default defineOp({
  name: 'linear_weight_grad_raw',
  version: 1,
  clause: 'L2',
  summary: 'sums dyᵀ·x in int32, at the product of the two scales',
  since: '2026-06-11',
  params: {},
  tensors: {
    dy: { role: 'in', dtypes: ['SYM_INT32'], doc: '[B,O]: output gradient, label at most 12' },
    x: { role: 'in', dtypes: ['SYM_INT32'], doc: '[B,I]: layer input, label at most 12' },
    dw: {
      role: 'out',
      dtypes: ['SYM_INT32'],
      doc: '[O,I]: raw sums; width and mode not consulted',
    },
  },
  fits: weightGradientFits('dw'),
  notes: {
    'B6.1': {
      bug: 'one operand’s scale instead of the product',
      effect: 'weight gradients lack the factor of one scale, so step sizes are off by it',
    },
    transpose: {
      bug: 'dy not transposed, or the result laid out as [I,O]',
      effect: 'gradients of other weights',
      clause: 'L2, S83',
    },
    label: {
      bug: 'no operand label check, or a check of the mantissas',
      effect: 'operands too wide for the accumulator pass, or lying labels are refused',
      clause: 'S86, S122',
    },
    batch: { bug: 'unequal batches not refused', effect: 'reads past an operand', clause: 'S83' },
    budget: {
      bug: 'a 16-bit, 53-bit, float or saturating accumulator',
      effect: 'an overflow of 512 worst-case products is not seen',
      clause: 'S123',
    },
    order: {
      bug: 'terms summed in another order or in a wider type',
      effect: 'another overflow record',
      clause: 'S84',
    },
    product: {
      bug: 'products formed in 16 bits or in float32',
      effect:
        'products of wide mantissas lose their high or low bits, and gradients change direction',
      clause: 'S84',
    },
  },
  run(n, call) {
    n.fn.linearWeightGradSym(n, call.tensor('dy'), call.tensor('x'), call.tensor('dw'));
  },
  oracle: linearWeightGradRawOracle,
  cases,
});
