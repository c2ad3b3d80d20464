/** Mistakes in the sums of norm layers: over which elements they run, and what they are divided by (L14, L16, L17). */

import type { NormOperands } from '../../../reference/layers/norm_backward.ts';
import type { NormGeometry } from '../../../reference/layers/norm_statistics.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

/** Blocks until the channels begin anew: the groups of one item. */
function groupsOf(g: NormGeometry): number {
  return new Set(Array.from({ length: g.blocks }, (_, block) => g.affineIndex(block, 0))).size;
}

const channelsOf = (g: NormGeometry): number => g.affineCount / groupsOf(g);

type Count = (g: NormGeometry) => number;

const counts: readonly (readonly [string, string, Count])[] = [
  ['item', 'the elements of all groups of an item', (g) => g.size * groupsOf(g)],
  ['tensor', 'the elements of all blocks', (g) => g.size * g.blocks],
  ['blocks', 'the number of blocks (rows, groups)', (g) => g.blocks],
  ['groups', 'the number of groups', groupsOf],
  ['channels', 'the number of channels', (g) => g.affineCount],
  ['channels_of_group', 'the channels of a group', channelsOf],
  ['positions', 'the positions of one channel', (g) => g.size / channelsOf(g)],
  ['one_fewer', 'N − 1', (g) => g.size - 1],
  ['one_fewer_of_several', 'N − 1, and by 1 where N is 1', (g) => Math.max(1, g.size - 1)],
  ['one_more', 'N + 1', (g) => g.size + 1],
];

/** Quotients by another count; nothing else is divided in the steps that get it. */
const dividing = (n: Numerics, count: number): Numerics => ({
  ...n,
  f: { ...n.f, div: (x) => n.f.div(x, n.f.fromInt(count)) },
});

type Steps = Partial<
  Pick<Primitives, 'normMean' | 'normMeanFloat' | 'normVariance' | 'normBlockMeans'>
>;

/** Steps of the statistics with another divisor, in both arms. */
function statistics(of: (count: number) => Steps, count: Count): Partial<Primitives> {
  const changed = (n: Numerics, g: NormGeometry): Numerics => ({
    ...n,
    fn: { ...n.fn, ...of(count(g)) },
  });
  return {
    normStatistics: (n, x, g, eps) => primitives.normStatistics(changed(n, g), x, g, eps),
    normStatisticsFloat: (n, x, g, eps) => primitives.normStatisticsFloat(changed(n, g), x, g, eps),
  };
}

const means = (count: number): Steps => ({
  normMean: (n, q, scale) => primitives.normMean(dividing(n, count), q, scale),
  normMeanFloat: (n, x) => primitives.normMeanFloat(dividing(n, count), x),
});

const variances = (count: number): Steps => ({
  normVariance: (n, d) => primitives.normVariance(dividing(n, count), d),
});

const divisors: readonly Mutant[] = counts.flatMap(([id, words, count]): Mutant[] => [
  {
    id: `norm_means_over_${id}`,
    clause: 'L16',
    bug: `in the backward of a norm layer both means are divided by ${words} instead of by the elements of a block`,
    fix: 'divide by N, the elements of one block',
    fn: {
      normBlockMeans: (n, operands, g, block, into) =>
        primitives.normBlockMeans(dividing(n, count(g)), operands, g, block, into),
    },
  },
  {
    id: `norm_mean_over_${id}`,
    clause: 'L14',
    bug: `the mean of a norm layer is divided by ${words} instead of by the elements of a block`,
    fix: 'divide by N, the elements of one block',
    fn: statistics(means, count),
  },
  {
    id: `norm_variance_over_${id}`,
    clause: 'L14',
    bug: `the variance of a norm layer is divided by ${words} instead of by the elements of a block`,
    fix: 'divide by N, the elements of one block',
    fn: statistics(variances, count),
  },
  {
    id: `norm_statistics_over_${id}`,
    clause: 'L14',
    bug: `mean and variance of a norm layer are divided by ${words} instead of by the elements of a block`,
    fix: 'divide by N, the elements of one block',
    fn: statistics((by) => ({ ...means(by), ...variances(by) }), count),
  },
]);

/** Sums of e and e ⊗ n over some blocks, one after the other. */
function sumsOver(n: Numerics, operands: NormOperands, g: NormGeometry, blocks: readonly number[]) {
  let [a, c] = [0, 0];
  for (const block of blocks) {
    for (let j = 0; j < g.size; j++) {
      const i = block * g.size + j;
      const e = n.fn.normScaledLoss(n, operands, i, g.affineIndex(block, j));
      a = n.f.add(a, e);
      c = n.f.mulAdd(e, operands.normal(i), c);
    }
  }
  return { a, c };
}

type Blocks = (block: number, g: NormGeometry) => readonly number[];

const range = (first: number, end: number): number[] =>
  Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);

const itemOf = (block: number, g: NormGeometry): number[] => {
  const groups = groupsOf(g);
  const first = block - (block % groups);
  return range(first, first + groups);
};

const reaches: readonly (readonly [string, string, Blocks])[] = [
  [
    'pairs',
    'run over two blocks (rows) together',
    (b, g) => [b, b ^ 1].filter((one) => one < g.blocks),
  ],
  [
    'pairs_in_order',
    'run over two blocks (rows) together, the lower first',
    (b, g) => [b & ~1, b | 1].filter((one) => one < g.blocks),
  ],
  [
    'all_blocks',
    'run over all blocks (rows): they are not sums of one row',
    (_b, g) => range(0, g.blocks),
  ],
  ['whole_items', 'run over all groups of an item', itemOf],
  ['blocks_so_far', 'are not begun anew for each block: they run on', (b) => range(0, b + 1)],
  ['next_block', 'are those of the next block (row)', (b, g) => [(b + 1) % g.blocks]],
  ['previous_block', 'are those of the block (row) before', (b) => [Math.max(0, b - 1)]],
  ['first_block', 'are those of the first block (row)', () => [0]],
];

const others: readonly Mutant[] = reaches.flatMap(([id, words, blocks]) =>
  (
    [
      ['', '', (_listed: number) => 1],
      ['_averaged', ' and divided by the number of these blocks too', (listed: number) => listed],
    ] as const
  ).map(([suffix, further, factor]) => ({
    id: `norm_sums_of_${id}${suffix}`,
    clause: 'L16',
    bug: `in the backward of a norm layer the sums of dy ⊗ γ and dy ⊗ γ ⊗ n ${words}${further}`,
    fix: 'sum over the elements of one block',
    fn: {
      normBlockMeans: (n, operands, g, block, into) => {
        // adds to the gradients of γ and β, which are right
        primitives.normBlockMeans(n, operands, g, block, into);
        const listed = blocks(block, g);
        const { a, c } = sumsOver(n, operands, g, listed);
        const count = n.f.fromInt(g.size * factor(listed.length));
        return { a: n.f.div(a, count), c: n.f.div(c, count) };
      },
    } satisfies Partial<Primitives>,
  })),
);

export const normReductionMistakes: readonly Mutant[] = [...divisors, ...others];
