/** Mistakes in the parameter gradients of convolutions (L7, L8, L11). */

import { primitives } from '../../primitives.ts';
import { floats, ints, type Tensor } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';
import { fusedIn } from '../shared/fused.ts';

/** The first item of a batch [B, C, L]. */
function firstItem(t: Tensor): Tensor {
  const [, channels, length] = t.shape as [number, number, number];
  const size = channels * length;
  return { ...t, shape: [1, channels, length], data: t.data.subarray(0, size) };
}

export const mutants: readonly Mutant[] = [
  {
    id: 'conv_bias_gradient_skips_last',
    clause: 'L8',
    pitfalls: ['B-55'],
    bug: 'the bias gradient leaves out the last position',
    fix: 'sum over all positions, the tail included',
    fn: {
      convBiasGradSym: (n, dy, raw) => {
        const length = dy.shape[2]!;
        const cut = ints(dy).map((q, i) => (length > 1 && i % length === length - 1 ? 0 : q));
        primitives.convBiasGradSym(n, { ...dy, data: cut }, raw);
      },
    },
  },
  {
    id: 'conv_gradient_first_batch',
    clause: 'L7',
    bug: 'the weight gradient takes the first batch item only',
    fix: 'sum over the batch',
    fn: {
      gatherPairs: (n, c, x, dy, raw, visit) => {
        const size = dy.data.length / dy.shape[0]!;
        primitives.gatherPairs(n, c, x, dy, raw, (xi, wi, yi) => {
          if (yi < size) visit(xi, wi, yi);
        });
      },
    },
  },
  {
    id: 'conv_bias_gradient_first_batch',
    clause: 'L8',
    bug: 'the bias gradient takes the first batch item only',
    fix: 'sum over the batch',
    fn: {
      convBiasGradSym: (n, dy, raw) => primitives.convBiasGradSym(n, firstItem(dy), raw),
      convBiasGradFloat: (n, dy, raw) => primitives.convBiasGradFloat(n, firstItem(dy), raw),
    },
  },
  fusedIn('convWeightGradFloat', 'L7', 'a term of a float weight gradient', []),
  {
    id: 'june_conv_products_summed_first',
    clause: 'L7',
    flags: ['june_products'],
    bug: 'the products of a June float weight gradient are summed before they are added',
    fix: 'add each product straight into the gradient',
    fn: {
      convWeightStart: (_n, raw) => floats(raw).fill(0),
      addConvWeightGrad: (n, kernel, operands, target) => {
        const raw = { ...target, data: target.data.slice() };
        kernel(n, operands, raw);
        n.fn.addRaw(n, target, raw);
      },
    },
  },
];
