/** How far apart two answers are, element by element. */

import { floatRank, integerOf, isNanBits, patternsOf } from '../../../conformance/core/elements.ts';
import type { WireTensor } from '../../../schema/format/types.ts';
import type { Pair } from '../moves.ts';

/** Distances of the elements that differ, in one unit. */
export interface Spread {
  readonly largest: number;
  /** the median */
  readonly typical: number;
}

export interface Distances {
  /** of integer and packed elements: units of the stored integer */
  readonly lsb?: Spread;
  /** of float32 elements and scales: units in the last place */
  readonly ulp?: Spread;
  /** elements that differ, of those in outputs that both sides have */
  readonly differing: number;
  readonly of: number;
}

interface Collected {
  readonly lsb: number[];
  readonly ulp: number[];
  of: number;
  differing: number;
}

/** Zero for the same number, any NaN being one; NaN where one side is a NaN and the other is not. */
function ulps(a: number, b: number): number {
  if (isNanBits(a) || isNanBits(b)) return isNanBits(a) && isNanBits(b) ? 0 : Number.NaN;
  return Math.abs(floatRank(a >>> 0) - floatRank(b >>> 0));
}

function collect(into: Collected, a: WireTensor, b: WireTensor): void {
  if (a.dtype !== b.dtype || `${a.shape}` !== `${b.shape}` || a.bits !== b.bits) return;
  const scales = ulps(a.scale_bits ?? 0, b.scale_bits ?? 0);
  if (scales > 0) into.ulp.push(scales);
  const [mine, other] = [patternsOf(a), patternsOf(b)];
  const isFloat = a.dtype === 'FLOAT32';
  into.of += mine.length;
  for (const [i, pattern] of mine.entries()) {
    if (pattern === other[i]) continue;
    const distance = isFloat
      ? ulps(pattern, other[i]!)
      : Math.abs(integerOf(a, pattern) - integerOf(b, other[i]!));
    if (distance === 0) continue;
    into.differing++;
    if (Number.isNaN(distance)) continue;
    (isFloat ? into.ulp : into.lsb).push(distance);
  }
}

function spreadOf(distances: readonly number[]): Spread | undefined {
  if (distances.length === 0) return undefined;
  const sorted = [...distances].sort((a, b) => a - b);
  return { largest: sorted.at(-1)!, typical: sorted[(sorted.length - 1) >> 1]! };
}

/** The distances in all outputs of the pairs. */
export function distancesOf(pairs: readonly Pair[]): Distances {
  const all: Collected = { lsb: [], ulp: [], of: 0, differing: 0 };
  for (const { before, after } of pairs) {
    for (const [name, tensor] of Object.entries(before.expected.outputs ?? {})) {
      const other = after.expected.outputs?.[name];
      if (other !== undefined) collect(all, tensor, other);
    }
  }
  const [lsb, ulp] = [spreadOf(all.lsb), spreadOf(all.ulp)];
  return {
    ...(lsb === undefined ? {} : { lsb }),
    ...(ulp === undefined ? {} : { ulp }),
    differing: all.differing,
    of: all.of,
  };
}
