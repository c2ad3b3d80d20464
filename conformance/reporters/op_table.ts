/**
 * The table op × backend with a row of sums. Where the names of the backends do not fit, columns are numbered,
 * and backends whose columns are the same share one.
 */

import type { Colours } from '../core/colour.ts';
import { addTotals, failingOf, type Totals, zeroTotals } from '../core/events.ts';
import { type Cell, renderTable, tableWidth } from './table.ts';

export interface OpTable {
  /** columns, in order */
  readonly backends: readonly string[];
  /** op → backend → verdict counts */
  readonly ops: ReadonlyMap<string, ReadonlyMap<string, Totals>>;
}

interface Column {
  readonly backends: readonly string[];
  readonly cells: readonly Cell[];
}

/** `✗ 1`, `✓ 12`, …: what there is, what fails first. */
export function signedCounts(totals: Totals): string[] {
  const parts: [string, number][] = [
    ['✗', failingOf(totals)],
    ['✓', totals.pass],
    ['~', totals.xfail],
    ['–', totals.skip],
  ];
  return parts.filter(([, n]) => n > 0).map(([sign, n]) => `${sign} ${n}`);
}

function cellOf(totals: Totals | undefined, colours: Colours): Cell {
  if (totals === undefined) return { text: '' };
  const text = signedCounts(totals).join(' ');
  if (failingOf(totals) > 0) return { text, paint: colours.red };
  return { text, paint: totals.pass > 0 ? colours.green : colours.yellow };
}

function columnsOf(table: OpTable, names: readonly string[], colours: Colours): Column[] {
  return table.backends.map((backend) => {
    const totals = names.map((op) => table.ops.get(op)?.get(backend));
    const sum = totals.reduce<Totals>((a, b) => addTotals(a, b ?? zeroTotals()), zeroTotals());
    const counts = names.length > 1 ? [...totals, sum] : totals;
    return { backends: [backend], cells: counts.map((t) => cellOf(t, colours)) };
  });
}

/** Columns with the same cells become one, at the place of the first. */
function groupColumns(columns: readonly Column[]): Column[] {
  const groups = new Map<string, Column>();
  for (const { backends, cells } of columns) {
    const key = JSON.stringify(cells.map(({ text }) => text));
    const before = groups.get(key)?.backends ?? [];
    groups.set(key, { backends: [...before, ...backends], cells });
  }
  return [...groups.values()];
}

function rowsOf(names: readonly string[], heads: readonly string[], columns: readonly Column[]) {
  const labels = names.length > 1 ? [...names, 'all'] : names;
  const head: Cell[] = ['op', ...heads].map((text) => ({ text }));
  const body = labels.map((text, row) => [{ text }, ...columns.map(({ cells }) => cells[row]!)]);
  return [head, ...body];
}

/** The table as text; empty where no case was run. */
export function renderOpTable(table: OpTable, width: number, colours: Colours): string {
  const names = [...table.ops.keys()].sort();
  if (names.length === 0) return '';
  const columns = columnsOf(table, names, colours);
  const named = rowsOf(names, table.backends, columns);
  if (tableWidth(named) <= width) return renderTable(named);
  const groups = groupColumns(columns);
  const heads = groups.map((_, i) => `[${i + 1}]`);
  const legend = groups.map(({ backends }, i) => `${heads[i]} ${backends.join(', ')}\n`).join('');
  return `${legend}\n${renderTable(rowsOf(names, heads, groups))}`;
}
