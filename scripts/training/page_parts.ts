/** What the sections of the training page share: tables, colours, which run is shown. */

import { escapeHtml } from '../../conformance/reporters/html/tag.ts';
import type { Trained } from './train.ts';

/** Number of the colour of the line with this index. */
export function colour(index: number): number {
  return index % 8;
}

/** Up to three significant digits, short. */
export function shortNumber(v: number): string {
  if (v === 0) return '0';
  const magnitude = Math.abs(v);
  if (magnitude >= 1e5 || magnitude < 1e-3) return v.toExponential(1).replace('e+', 'e');
  return String(Number(v.toPrecision(3)));
}

export function nameOf(run: Trained): string {
  return run.plan.variant.name;
}

/** The runs of the first seed, one per variant. */
export function firstSeed(trained: readonly Trained[]): Trained[] {
  const { seed } = trained[0]!.plan;
  return trained.filter((run) => run.plan.seed === seed);
}

/** The variant that the detailed pictures show: full-SYM where it was trained. */
export function shownRun(runs: readonly Trained[]): Trained {
  return runs.find((run) => nameOf(run) === 'sym') ?? runs.at(-1)!;
}

/** A number, or a text that begins with one. */
function isNumeric(v: string | number): boolean {
  return typeof v === 'number' || /^[\u2212+]?\d/.test(v);
}

/** Columns of numbers, their heads too, are aligned at the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const numeric = head.map((_, i) => {
    const cells = rows.map((row) => row[i]!).filter((v) => v !== '');
    return cells.length > 0 && cells.every(isNumeric);
  });
  const cells = (tag: string, row: readonly (string | number)[]): string =>
    row
      .map((v, i) => {
        const text = typeof v === 'number' ? shortNumber(v) : escapeHtml(v);
        return `<${tag}${numeric[i] ? ' class="n"' : ''}>${text}</${tag}>`;
      })
      .join('');
  const lines = rows.map((row) => `<tr>${cells('td', row)}</tr>`);
  const first = `<tr>${cells('th', head)}</tr>`;
  return `<div class="scroll"><table><thead>${first}</thead><tbody>${lines.join('\n')}</tbody></table></div>`;
}

export function matrixTable(
  title: string,
  names: readonly string[],
  rows: readonly (readonly number[])[],
): string {
  const most = Math.max(...rows.flat());
  const head = names.map((n) => `<th>${escapeHtml(n)}</th>`).join('');
  const lines = rows.map((row, i) => {
    const cells = row.map((count) => {
      const share = most === 0 ? 0 : Math.round((60 * count) / most);
      return `<td style="background: color-mix(in srgb, var(--c0) ${share}%, transparent)">${count}</td>`;
    });
    return `<tr><th>${escapeHtml(names[i]!)}</th>${cells.join('')}</tr>`;
  });
  return `<figure><figcaption>${escapeHtml(title)}</figcaption><div class="scroll"><table class="matrix"><thead><tr><th>true ↓ predicted →</th>${head}</tr></thead><tbody>${lines.join('')}</tbody></table></div></figure>`;
}
