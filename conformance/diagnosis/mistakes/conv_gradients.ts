/** Mistakes in the parameter gradients of convolutions: which element a product or an error is added to (L7, L8, L11). */

import type { Convolution1d, TapVisitor } from '../../../reference/kernels/conv1d.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import type { Tensor } from '../../../reference/tensor.ts';

/** The pairs of a weight gradient, each of them added to another weight. */
function movedWeights(of: (wi: number, c: Convolution1d) => number): Partial<Primitives> {
  const moved =
    (c: Convolution1d, visit: TapVisitor): TapVisitor =>
    (xi, wi, yi) =>
      visit(xi, of(wi, c), yi);
  return {
    gatherPairs: (n, c, x, dy, raw, visit) =>
      primitives.gatherPairs(n, c, x, dy, raw, moved(c, visit)),
    scatterPairs: (n, c, x, dy, raw, visit) =>
      primitives.scatterPairs(n, c, x, dy, raw, moved(c, visit)),
  };
}

/** The error of which every item holds its first elements alone, one per channel. */
function firstElements(dy: Tensor): Tensor {
  const [batch, channels, length] = dy.shape as [number, number, number];
  const data = new (dy.data.constructor as Int32ArrayConstructor)(batch * channels);
  for (let b = 0; b < batch; b++) {
    for (let c = 0; c < channels; c++) {
      data[b * channels + c] = dy.data[b * channels * length + c]!;
    }
  }
  return { ...dy, shape: [batch, channels, 1], data };
}

export const convGradientMistakes: readonly Mutant[] = [
  {
    id: 'conv_weight_gradient_mirrored',
    clause: 'L7',
    bug: 'the weight gradient of a convolution is mirrored along the kernel: the product of tap k is added to tap K − 1 − k',
    fix: 'add the product of tap k to element k of its kernel',
    fn: movedWeights((wi, { window: { kernel } }) => wi - 2 * (wi % kernel) + kernel - 1),
  },
  {
    id: 'conv_bias_gradient_of_flat_item',
    clause: 'L8',
    bug: 'the bias gradient of a convolution sums element c of every item as it lies in memory, not the positions of channel c',
    fix: 'add all positions of channel c, of every item, to element c',
    fn: {
      convBiasGradSym: (n, dy, raw) => primitives.convBiasGradSym(n, firstElements(dy), raw),
      convBiasGradFloat: (n, dy, raw) => primitives.convBiasGradFloat(n, firstElements(dy), raw),
    },
  },
];
