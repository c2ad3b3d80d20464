/** Curves of cost against size out of the results of a bench: how steep they are, and how they look. */

import { lineChart } from '../../conformance/reporters/charts/lines.ts';
import { columns } from '../cli/print.ts';
import { wholePage } from '../training/page_style.ts';
import type { SeriesResult } from './measure.ts';
import { secondsText } from './table.ts';

/** Median seconds of one piece of work of each size, from the smallest on. */
export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [size: number, seconds: number])[];
  /**
   * The exponent by which cost grows over the last decade: 1 is linear. What every size has in common, such as a
   * round trip, keeps it below 1 where it still counts. Not with fewer than two points.
   */
  readonly exponent?: number;
}

/** The curves of the series that have a place on one. */
export function curvesOf(results: readonly SeriesResult[]): Curve[] {
  const points = new Map<string, (readonly [number, number])[]>();
  for (const { place, rows } of results) {
    if (place === undefined) continue;
    const { curve, size, times } = place;
    points.set(curve, [...(points.get(curve) ?? []), [size, rows[0]!.seconds / times]]);
  }
  return [...points].map(([name, found]) => {
    const sorted = found.toSorted(([a], [b]) => a - b);
    const [before, last] = sorted.slice(-2);
    if (before === undefined || last === undefined) return { name, points: sorted };
    const exponent = Math.log(last[1] / before[1]) / Math.log(last[0] / before[0]);
    return { name, points: sorted, exponent };
  });
}

/** A line per curve: its ends and its exponent. */
export function curveLines(curves: readonly Curve[]): string[] {
  const rows = curves.map(({ name, points, exponent }) => [
    name,
    ...[points[0]!, points.at(-1)!].map(([size, seconds]) => `${size}: ${secondsText(seconds)}`),
    exponent === undefined ? '' : exponent.toFixed(2),
    'at most 1.10',
  ]);
  return columns([
    ['', 'smallest', 'largest', 'exponent of the last decade, 1 is linear', 'asked'],
    ...rows,
  ]);
}

/** The curves as a page that loads nothing; `machine` is the line about it. */
export async function curvesPage(machine: string, curves: readonly Curve[]): Promise<string> {
  const chart = await lineChart(
    {
      title: 'Cost against size',
      text: curveLines(curves).slice(1).join('; '),
      xLabel: 'size (logarithmic)',
      yLabel: 'seconds (logarithmic)',
      isLogarithmic: true,
      isLogarithmicX: true,
    },
    curves.map(({ name, points }, i) => ({ name, colour: i % 8, points })),
  );
  return wholePage('bench', 'Cost against size', machine, `${chart.html}`);
}
