/** The crosscheck table, the first failures, and the last line with the totals. */

import type { CaseResult, FileResult } from './types.ts';

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** How many failures are printed in full, and how many differences of each. */
const shownFailures = 5;
const shownMismatches = 3;

export function totalsOf(results: readonly CaseResult[]): Totals {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const { verdict } of results) {
    if (verdict.kind === 'failed') totals.failed++;
    else if (verdict.kind === 'skipped') totals.skipped++;
    else totals.passed++;
  }
  return totals;
}

function countBy(results: readonly CaseResult[], key: (r: CaseResult) => string | undefined) {
  const counts = new Map<string, number>();
  for (const result of results) {
    const name = key(result);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Remarks of a table row: why cases were skipped, and which passed only under a variant. */
function remarks(results: readonly CaseResult[]): string {
  const skipped = countBy(results, ({ verdict }) =>
    verdict.kind === 'skipped' ? verdict.reason : undefined,
  );
  const variants = countBy(results, ({ verdict }) =>
    verdict.kind === 'variant' ? `passed with ${verdict.name}` : undefined,
  );
  return [...skipped, ...variants].map(([name, count]) => `${count} ${name}`).join(', ');
}

export function tableHead(): string {
  return `${'file'.padEnd(42)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}`;
}

export function tableRow({ file, results }: FileResult): string {
  const { passed, failed, skipped } = totalsOf(results);
  const numbers = `${`${passed}`.padStart(8)}${`${failed}`.padStart(8)}${`${skipped}`.padStart(9)}`;
  const note = remarks(results);
  return `${file.padEnd(42)}${numbers}${note === '' ? '' : `  ${note}`}`;
}

/** The first failures of all files: id, function, and path, expected and got of the first differences. */
export function failureLines(files: readonly FileResult[], limit = shownFailures): string[] {
  const lines: string[] = [];
  let left = limit;
  for (const { file, results } of files) {
    for (const { id, fn, verdict } of results) {
      if (verdict.kind !== 'failed' || left-- <= 0) continue;
      lines.push(`FAIL ${id} (${file}): ${fn}`);
      for (const { path, expected, got } of verdict.mismatches.slice(0, shownMismatches)) {
        lines.push(`  ${path}`, `    expected ${expected}`, `    got      ${got}`);
      }
      const more = verdict.mismatches.length - shownMismatches;
      if (more > 0) lines.push(`  … and ${more} more differences`);
    }
  }
  return lines;
}

export function totalLine(files: readonly FileResult[]): string {
  const { passed, failed, skipped } = totalsOf(files.flatMap(({ results }) => results));
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
