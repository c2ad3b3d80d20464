/** Mistakes in Softmax (L27). */

import type { Kernel } from '../../funnel.ts';
import { softmaxArithmetic } from '../../layers/softmax.ts';
import { primitives } from '../../primitives.ts';
import { floats, type Tensor } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';

/** Softmax over rows of x instead of the tensor: of the sums alone, or of maxima too. */
function perRow(x: Tensor, y: Tensor, ownMaximum: boolean): Kernel {
  const columns = Math.max(1, x.shape.at(-1) ?? 1);
  return (n, operands, raw) => {
    const values = floats(operands[0]!);
    const shift = n.fn.softmaxShift(n, x, y, values);
    for (let start = 0; start < values.length; start += columns) {
      const row = values.subarray(start, start + columns);
      const own = ownMaximum ? n.fn.softmaxShift(n, x, y, row) : shift;
      floats(raw).set(n.fn.softmaxValues(n, row, own), start);
    }
  };
}

export const mutants: readonly Mutant[] = [
  {
    id: 'softmax_unshifted',
    clause: 'L27',
    bug: 'the maximum is not subtracted',
    fix: 'subtract the first maximum before exp',
    fn: { softmaxShift: () => 0 },
  },
  {
    id: 'softmax_maximum_from_zero',
    clause: 'L27',
    flags: ['all_negative'],
    bug: 'the maximum of the softmax starts at 0: max(0, x) is subtracted, so all-negative logits are not shifted',
    fix: 'start at the first logit',
    fn: { softmaxMaximum: (n, values) => Math.max(0, primitives.softmaxMaximum(n, values)) },
  },
  {
    id: 'softmax_sum_per_row',
    clause: 'L27',
    bug: 'every row is divided by its own sum',
    fix: 'divide all elements of the tensor by one sum',
    fn: {
      softmaxForward: (n, _layer, x, y) =>
        n.fn.executeOp(n, perRow(x, y, false), [x], softmaxArithmetic, 'OUT_WRITE', y),
    },
  },
  {
    id: 'softmax_per_row',
    clause: 'L27',
    pitfalls: ['B-35'],
    bug: 'every row has a maximum and a sum of its own',
    fix: 'one maximum and one sum over all elements of the tensor',
    fn: {
      softmaxForward: (n, _layer, x, y) =>
        n.fn.executeOp(n, perRow(x, y, true), [x], softmaxArithmetic, 'OUT_WRITE', y),
    },
  },
  {
    id: 'softmax_reciprocal',
    clause: 'L27',
    bug: 'every power is multiplied by the reciprocal of the sum',
    fix: 'divide by the sum',
    fn: {
      softmaxValues: (n, values, shift) => {
        const powers = values.map((x) => n.fn.exp32(n, n.f.sub(x, shift)));
        const sum = powers.reduce((total, p) => n.f.add(total, p), 0);
        return powers.map((p) => n.f.mul(p, n.f.div(1, sum)));
      },
    },
  },
  {
    id: 'softmax_gradient_without_dot',
    clause: 'L27',
    bug: 'the gradient is s ⊗ g',
    fix: 'dx = s ⊗ (g ⊖ Σ s ⊗ g)',
    fn: { softmaxGradient: (n, s, g) => s.map((v, i) => n.f.mul(v, g[i]!)) },
  },
  {
    id: 'softmax_raw_logits',
    clause: 'L27',
    bug: 'SYM logits are exponentiated without subtracting their maximum',
    fix: 'subtract the first maximum before exp',
    contract: { softmax: 'raw_logits' },
  },
  {
    id: 'softmax_stabilised',
    clause: 'L27',
    bug: 'the maximum of SYM logits is subtracted',
    fix: 'under this contract the raw logits are exponentiated',
    contract: { softmax: 'stabilised' },
  },
  fusedIn('softmaxGradient', 'L27', 'a term of the dot product in the Softmax gradient', []),
  {
    id: 'softmax_sum_reversed',
    clause: 'L27',
    bug: 'the powers are summed from the last to the first',
    fix: 'sum them in order',
    fn: {
      softmaxValues: (n, values, shift) => {
        const powers = values.map((x) => n.fn.exp32(n, n.f.sub(x, shift)));
        const sum = powers.reduceRight((total, p) => n.f.add(total, p), 0);
        return powers.map((p) => n.f.div(p, sum));
      },
    },
  },
  {
    id: 'softmax_arm_of_input',
    clause: 'L27',
    flags: ['stabilised'],
    bug: 'a June Softmax of a FLOAT32 input subtracts the maximum, whatever its output is',
    fix: 'the output selects the arm: a SYM_INT32 wire exponentiates raw logits',
    fn: { softmaxShift: (n, x, _y, values) => primitives.softmaxShift(n, x, x, values) },
  },
  {
    id: 'softmax_asym_taken',
    clause: 'L27',
    flags: ['refused'],
    bug: 'a June Softmax writes an ASYM wire',
    fix: 'refuse it',
    fn: { guardSoftmaxWires: () => {} },
  },
];
