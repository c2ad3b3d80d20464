/** A sweep as a page: the table, and the measure against width with its confidence bands. */

import { lineChart, type Series } from '../../../conformance/reporters/charts/lines.ts';
import { colour, table } from '../page_parts.ts';
import { wholePage } from '../page_style.ts';
import type { SweepColumn, SweepHead } from './points.ts';
import { sweepCells, sweepTitle } from './text.ts';

/** The columns of a variant as a line; one without a width lies across. */
function seriesOf(
  variant: string,
  index: number,
  columns: readonly SweepColumn[],
  widths: readonly number[],
): Series {
  const mine = columns.filter((c) => c.variant === variant && c.values.length > 0);
  const places = mine.flatMap((c) =>
    (c.bits === undefined ? widths : [c.bits]).map((bits) => ({ bits, c })),
  );
  return {
    name: variant,
    colour: colour(index),
    points: places.map(({ bits, c }) => [bits, c.mean ?? c.values[0]!]),
    band: places.flatMap(({ bits, c }) =>
      c.low === undefined ? [] : [[bits, c.low, c.high!] as const],
    ),
  };
}

/** The page; it loads nothing. */
export async function sweepPage(head: SweepHead, columns: readonly SweepColumn[]): Promise<string> {
  const widths = [...new Set(columns.flatMap(({ bits }) => bits ?? []))].sort((a, b) => a - b);
  const names = [...new Set(columns.map(({ variant }) => variant))];
  const series = names.map((name, i) => seriesOf(name, i, columns, widths));
  const title = `${head.measure} against width`;
  const ends = series.map(({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    return first === undefined
      ? `${name}: every training was refused`
      : `${name}: ${first[1].toFixed(3)} at ${first[0]} bits, ${last![1].toFixed(3)} at ${last![0]}`;
  });
  const chart = await lineChart(
    {
      title,
      text: `Mean over the seeds; the band holds it with 95 % confidence. ${ends.join('; ')}.`,
      xLabel: 'bits of weights, biases and wires',
      yLabel: head.measure,
    },
    series,
  );
  const [names0, ...rows] = sweepCells(head.measure, columns);
  const sub = `${sweepTitle(head)}; contract ${head.contract}.`;
  return wholePage('train', title, sub, `${chart.html}\n${table(names0!, rows)}`);
}
