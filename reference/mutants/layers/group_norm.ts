/** Mistakes in GroupNorm alone (L17). */

import type { BlockStatistics, NormGeometry } from '../../layers/norm_statistics.ts';
import type { Numerics } from '../../numerics.ts';
import { primitives } from '../../primitives.ts';
import { countOf, floats, identityOrder, ints, type Tensor } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';

/** Elements that a load of a power of two of channels takes in, as far as the batch item goes. */
function loaded(g: NormGeometry, block: number): number {
  const perGroup = g.affineIndex(0, g.size - 1) + 1;
  const first = g.affineIndex(block, 0);
  let width = 1;
  while (width < perGroup) width *= 2;
  return Math.min(width, g.affineCount - first) * (g.size / perGroup);
}

/** Sums over what is loaded, divided by the size of the block. */
function wideStatistics(n: Numerics, x: Tensor, g: NormGeometry, eps: number): BlockStatistics[] {
  const at = g.positions(x);
  const size = n.f.fromInt(g.size);
  return Array.from({ length: g.blocks }, (_, block) => {
    const run = at.subarray(block * g.size, block * g.size + loaded(g, block));
    let mean: number;
    let deviations: number[];
    if (x.dtype === 'FLOAT32') {
      const values = Array.from(run, (k) => floats(x)[k]!);
      mean = n.f.div(
        values.reduce((a, b) => n.f.add(a, b), 0),
        size,
      );
      deviations = values.map((v) => n.f.sub(v, mean));
    } else {
      const q = Array.from(run, (k) => ints(x)[k]!);
      const sum = q.reduce((a, b) => (a + b) | 0, 0);
      mean = n.f.mul(x.scale, n.f.div(n.f.fromInt(sum), size));
      deviations = q.map((m) => n.fn.normDeviation(n, m, x.scale, mean));
    }
    const v = deviations.reduce((sum, d) => n.f.mulAdd(d, d, sum), 0);
    return { mean, rstd: n.fn.normRstd(n, n.f.div(v, size), eps) };
  });
}

const isOfGroups = (g: NormGeometry): boolean => g.seedPer === 'channel' && g.size > 0;

export const mutants: readonly Mutant[] = [
  {
    id: 'group_norm_any_rank',
    clause: 'L17',
    bug: 'an x of another rank than 3 is taken as [1, C, T], or as [B, C, the rest]',
    fix: 'refuse it',
    flags: ['shape'],
    fn: {
      groupNormGeometry: (n, x, gamma, groups) => {
        const { shape } = x;
        if (shape.length === 3) return primitives.groupNormGeometry(n, x, gamma, groups);
        const three =
          shape.length < 3 ? [1, ...shape] : [...shape.slice(0, 2), countOf(shape.slice(2))];
        const viewed = { ...x, shape: three, order: identityOrder(three.length) };
        return primitives.groupNormGeometry(n, viewed, gamma, groups);
      },
    },
  },
  {
    id: 'group_norm_power_of_two',
    clause: 'L17',
    bug: 'the sums of a group take in channels of the next one, up to a power of two',
    fix: 'sum the C ÷ groups channels of the group, whatever their number',
    flags: ['group_size'],
    fn: {
      normStatistics: (n, x, g, eps) =>
        (isOfGroups(g) ? wideStatistics : primitives.normStatistics)(n, x, g, eps),
      normStatisticsFloat: (n, x, g, eps) =>
        (isOfGroups(g) ? wideStatistics : primitives.normStatisticsFloat)(n, x, g, eps),
    },
  },
];
