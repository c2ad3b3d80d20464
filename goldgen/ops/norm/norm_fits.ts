/** What must hold between the tensors of a norm layer; extents that do not match γ are refused (B2). */

import { below, dim, type Fits, param, sameCount, times } from '../../kit/fits.ts';

/** A wire of x's size, and tensors of γ's. */
function normFits(wires: readonly string[], affine: readonly string[]): Fits {
  return Object.fromEntries([
    ...wires.map((name) => [name, [sameCount(name, 'x')]]),
    ...affine.map((name) => [name, [sameCount(name, 'gamma')]]),
  ]);
}

export function layerNormFits(wires: readonly string[], affine: readonly string[]): Fits {
  return normFits(wires, affine);
}

/** A batch of groups stays a number of blocks that an index can count. */
export function groupNormFits(wires: readonly string[], affine: readonly string[]): Fits {
  return {
    ...normFits(wires, affine),
    groups: [below(times(dim('x', 0), param('groups')), 2 ** 24)],
  };
}
