/** Times the contenders of a series: interleaved repetitions, medians, ratios to the baseline. */

import type { Place, Series } from './kind.ts';

/** What a contender needed. */
export interface Row {
  readonly name: string;
  readonly target?: string;
  /** of one repetition: the median, and the quickest and slowest one */
  readonly seconds: number;
  readonly seconds_min: number;
  readonly seconds_max: number;
  /** units of work per second, at the median */
  readonly rate: number;
  /** of one repetition, the median: processor time of this process and its threads, not of programs it started */
  readonly processor_seconds: number;
  /** median of its time over that of the baseline in the same repetition */
  readonly ratio: number;
}

export interface SeriesResult {
  readonly title: string;
  readonly unit: string;
  readonly work: number;
  readonly place?: Place;
  /** the baseline first */
  readonly rows: readonly Row[];
}

/** The middle value; the mean of both where there are two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Clocks in milliseconds that only go forward: of the world, and of the processor time of this process. */
export interface Clocks {
  readonly now: () => number;
  readonly processor: () => number;
}

/**
 * Calls every contender once to warm up, then once per repetition, each repetition beginning with another one; those of
 * a long series once and no more.
 */
export async function measure(
  { title, unit, work, place, contenders, isLong = false }: Series,
  wanted: number,
  { now, processor }: Clocks,
): Promise<SeriesResult> {
  const repetitions = isLong ? 1 : wanted;
  if (!isLong) for (const contender of contenders) await contender.run();
  const seconds = contenders.map((): number[] => []);
  const used = contenders.map((): number[] => []);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (let k = 0; k < contenders.length; k++) {
      const i = (repetition + k) % contenders.length;
      const [started, usedBefore] = [now(), processor()];
      await contenders[i]!.run();
      seconds[i]!.push((now() - started) / 1000);
      used[i]!.push((processor() - usedBefore) / 1000);
    }
  }
  const rows = contenders.map(({ name, target }, i): Row => {
    const mine = seconds[i]!;
    const middle = median(mine);
    return {
      name,
      ...(target === undefined ? {} : { target }),
      seconds: middle,
      seconds_min: Math.min(...mine),
      seconds_max: Math.max(...mine),
      rate: work / middle,
      processor_seconds: median(used[i]!),
      ratio: median(mine.map((s, repetition) => s / seconds[0]![repetition]!)),
    };
  });
  return { title, unit, work, ...(place === undefined ? {} : { place }), rows };
}
