/** Text of tables and numbers on the terminal. */

import { harmlessText } from '../../conformance/core/harmless.ts';

/** A line, or several, on standard output; what a backend says in them is made harmless. */
export function print(text: string): void {
  process.stdout.write(`${harmlessText(text)}\n`);
}

/** Rows as left-aligned columns two blanks apart; columns of numbers are right-aligned. */
export function columns(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, [...String(cell)].length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const text = String(cell);
        const blanks = ' '.repeat(widths[i]! - [...text].length);
        return typeof cell === 'number' ? blanks + text : text + blanks;
      })
      .join('  ')
      .trimEnd(),
  );
}

export function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
