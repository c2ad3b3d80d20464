/** Results of the bench as lines of text. */

import { columns } from '../cli/print.ts';
import type { Figures } from './kind.ts';
import type { Row, SeriesResult } from './measure.ts';

/** Three significant digits, with commas from 1,000 on and a prefix from a million on. */
export function rateText(rate: number): string {
  for (const [size, prefix] of [
    [1e9, 'G'],
    [1e6, 'M'],
  ] as const) {
    if (rate >= size) return `${(rate / size).toPrecision(3)} ${prefix}`;
  }
  if (rate < 1000) return rate.toPrecision(3);
  return String(Math.round(rate)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A duration with about three digits. */
export function secondsText(seconds: number): string {
  if (seconds >= 1) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  return `${Number((1000 * seconds).toPrecision(3))} ms`;
}

function cells(row: Row): (string | number)[] {
  const { name, seconds, seconds_min: min, seconds_max: max, rate, ratio, target = '' } = row;
  const processor = secondsText(row.processor_seconds);
  const span = `${secondsText(min)} to ${secondsText(max)}`;
  const times = [secondsText(seconds), span, processor];
  return [name, ...times, rateText(rate), `${ratio.toFixed(2)} ×`, target];
}

function figureLines({ title, unit, figures }: Figures): string[] {
  const [first] = figures;
  const rows = figures.map(({ name, value, target = '' }) => [
    name,
    rateText(value),
    `${(value / first!.value).toFixed(2)} ×`,
    target,
  ]);
  return [title, ...columns([['', unit, 'to the first', 'asked'], ...rows]).map((l) => `  ${l}`)];
}

/** The table of a series or of figures; its first row is the baseline. */
export function tableLines(result: SeriesResult | Figures): string[] {
  if ('figures' in result) return figureLines(result);
  const { title, unit, work, rows } = result;
  const head = ['', 'median', 'quickest to slowest', 'processor', `${unit}/s`, 'time', 'asked'];
  const amount = work === 1 ? '' : `, ${rateText(work)} ${unit} each`;
  return [`${title}${amount}`, ...columns([head, ...rows.map(cells)]).map((line) => `  ${line}`)];
}
