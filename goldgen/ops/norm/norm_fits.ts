/** What must hold between the tensors of a norm layer; extents that do not match γ are refused (B2). */

import {
  and,
  below,
  count,
  dim,
  divides,
  endsLike,
  equal,
  type Fits,
  implies,
  isFlat,
  param,
  rank,
  sameCount,
  type Term,
  times,
} from '../../kit/fits.ts';

/** A wire of x's size, and tensors of γ's, which nobody looks at where x is empty. */
function normFits(match: Term, wires: readonly string[], affine: readonly string[]): Fits {
  return Object.fromEntries([
    ...wires.map((name) => [name, [implies(match, sameCount(name, 'x'))]]),
    ...affine.map((name) => [
      name,
      [implies(and(match, below(0, count('x'))), sameCount(name, 'gamma'))],
    ]),
  ]);
}

export function layerNormFits(wires: readonly string[], affine: readonly string[]): Fits {
  return normFits(endsLike('x', 'gamma'), wires, affine);
}

/** A batch of groups stays a number of blocks that an index can count. */
export function groupNormFits(wires: readonly string[], affine: readonly string[]): Fits {
  const match = and(
    equal(rank('x'), 3),
    isFlat('x'),
    equal(count('gamma'), dim('x', 1)),
    divides(param('groups'), dim('x', 1)),
  );
  return {
    ...normFits(match, wires, affine),
    groups: [below(times(dim('x', 0), param('groups')), 2 ** 24)],
  };
}
