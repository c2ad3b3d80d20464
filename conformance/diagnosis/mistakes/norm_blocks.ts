/** Blocks of a LayerNorm that are cut by another extent than those of γ (L15, L16). */

import type { NormGeometry } from '../../../reference/layers/norm_statistics.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { inside } from '../../../reference/mutants/shared/inside.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { countOf, type Tensor, tensorCount } from '../../../reference/tensor.ts';

type Extent = (extents: readonly number[]) => number;

/** Number of blocks by the extents of x. */
const cuts: readonly (readonly [string, string, Extent])[] = [
  ['first_axis', 'one block per entry of the first axis, whatever γ has', ([first = 1]) => first],
  ['whole', 'one block: the whole tensor', () => 1],
  [
    'last_axis',
    'blocks of the last axis alone, whatever γ has',
    (extents) => countOf(extents.slice(0, -1)),
  ],
  [
    'first_two_axes',
    'one block per entry of the first two axes, whatever γ has',
    ([first = 1, second = 1]) => first * second,
  ],
];

/** Which γ belongs to element j of a block. */
const indices: readonly (readonly [
  string,
  string,
  (j: number, count: number, size: number) => number,
])[] = [
  ['', '; γ is repeated inside', (j, count) => j % count],
  [
    '_spread',
    '; γ is spread over them',
    (j, count, size) => Math.min(count - 1, Math.floor((j * count) / Math.max(1, size))),
  ],
];

function cutBy(
  blocksOf: Extent,
  index: (j: number, count: number, size: number) => number,
  isDeep: boolean,
): Primitives['layerNormGeometry'] {
  return (n: Numerics, x: Tensor, gamma: Tensor): NormGeometry => {
    const right = primitives.layerNormGeometry(n, x, gamma);
    const blocks = blocksOf(n.fn.logicalExtents(n, x));
    if (right.blocks === 0 || blocks === 0 || (isDeep && x.shape.length < 3)) return right;
    const size = tensorCount(x) / blocks;
    return { ...right, blocks, size, affineIndex: (_b, j) => index(j, right.affineCount, size) };
  };
}

const places = [
  ['forward', 'in the forward', ['layerNormForwardSym', 'layerNormForwardFloat']],
  ['backward', 'in the backward', ['layerNormBackward']],
  ['all', '', []],
] as const;

function replacedIn(
  kernels: readonly (keyof Primitives)[],
  layerNormGeometry: Primitives['layerNormGeometry'],
): Partial<Primitives> {
  if (kernels.length === 0) return { layerNormGeometry };
  const change = (n: Numerics): Numerics => ({ ...n, fn: { ...n.fn, layerNormGeometry } });
  return Object.assign({}, ...kernels.map((name) => inside(name, change))) as Partial<Primitives>;
}

export const normBlockMistakes: readonly Mutant[] = cuts.flatMap(([id, words, blocksOf]) =>
  indices.flatMap(([suffix, more, index]) =>
    places.flatMap(([place, where, kernels]) =>
      [false, true].map(
        (isDeep): Mutant => ({
          id: `layer_norm_blocks_of_${id}${suffix}_${place}${isDeep ? '_of_rank_3' : ''}`,
          clause: place === 'backward' ? 'L16' : 'L15',
          bug: `a LayerNorm takes${where === '' ? '' : ` ${where}`} ${words}${isDeep ? ' (where x has three axes or more)' : ''}${more}`,
          fix: 'a block is as many trailing elements as γ has',
          fn: replacedIn(kernels, cutBy(blocksOf, index, isDeep)),
        }),
      ),
    ),
  ),
);
