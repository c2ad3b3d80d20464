/** A sweep as a table: accuracy against width, with confidence intervals. */

import { shortNumber } from '../page_parts.ts';
import type { SweepColumn, SweepHead } from './points.ts';

const fixed = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(4));

/** Cells by variant and width; the first row is the head. */
export function sweepCells(measure: string, columns: readonly SweepColumn[]): string[][] {
  const head = ['variant', 'bits', 'seeds', measure, '95 % interval', 'refused'];
  const rows = columns.map((c) => [
    c.variant,
    c.bits === undefined ? 'float' : `${c.bits}`,
    `${c.values.length}`,
    fixed(c.mean ?? c.values[0]),
    c.low === undefined ? '' : `${fixed(c.low)} … ${fixed(c.high)}`,
    c.refused === 0 ? '' : `${c.refused}`,
  ]);
  return [head, ...rows];
}

/** What was trained, in a sentence. */
export function sweepTitle({ example, source, epochs, batch, rate }: SweepHead): string {
  return `${example} on ${source}: ${epochs} epochs, batches of ${batch}, rate ${shortNumber(rate)}`;
}

/** The sweep as a page of Markdown. */
export function sweepMarkdown(head: SweepHead, columns: readonly SweepColumn[]): string {
  const [names, ...rows] = sweepCells(head.measure, columns);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `# ${head.measure} against width

${sweepTitle(head)}; contract ${head.contract}. The interval holds the mean over all seeds with 95 % confidence (Student's t).

${line(names!)}
|---|--:|--:|--:|--:|--:|
${rows.map(line).join('\n')}
`;
}
