/** `vectors/sensitivity.json`: the marks of every committed case, and from what they were computed. */

import type { VectorFile } from '../../schema/format/types.ts';
import { type Grouped, grouped, valueAt } from '../grouped.ts';
import { type Mark, markNames } from './marks.ts';

export const sensitivityName = 'sensitivity.json';

/** The marks of an op's cases under a contract. */
export interface SensitivityRecord {
  readonly op: string;
  readonly contract: string;
  /** of the cases, and of everything else that decides the marks: reference, variants, op record, engine */
  readonly stamp: string;
  readonly cases: number;
  /** mark → cases that have it, by set: `directed/1-4,7` */
  readonly marks: Readonly<Partial<Record<Mark, readonly string[]>>>;
}

/** The records of an op as stored: what its contracts have in common stands once. */
interface StoredMarks {
  readonly op: string;
  readonly contracts: readonly Omit<SensitivityRecord, 'op' | 'marks'>[];
  readonly marks: Readonly<Partial<Record<Mark, Grouped<readonly string[]>>>>;
}

function rangesOf(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    let end = i;
    while (end + 1 < numbers.length && numbers[end + 1] === numbers[end]! + 1) end++;
    parts.push(i === end ? `${numbers[i]}` : `${numbers[i]}-${numbers[end]}`);
    i = end + 1;
  }
  return parts.join(',');
}

/** Cases (`<op>/<set>/<n>`) as one text per set. */
export function packIds(ids: readonly string[]): string[] {
  const sets = new Map<string, number[]>();
  for (const id of ids) {
    const [, set = '', n = ''] = id.split('/');
    sets.set(set, [...(sets.get(set) ?? []), Number(n)]);
  }
  return [...sets].map(([set, numbers]) => `${set}/${rangesOf(numbers.sort((a, b) => a - b))}`);
}

/** The record of an op's cases under a contract; `marksOf` gives the marks of a case by its number in the file. */
export function sensitivityRecord(
  file: VectorFile,
  head: Pick<SensitivityRecord, 'op' | 'contract' | 'stamp'>,
  marksOf: (index: number) => readonly Mark[],
): SensitivityRecord {
  const byMark = new Map<Mark, string[]>(markNames.map((mark) => [mark, []]));
  for (const [i, { id }] of file.cases.entries()) {
    for (const mark of marksOf(i)) byMark.get(mark)!.push(id);
  }
  const marks: Partial<Record<Mark, readonly string[]>> = {};
  for (const [mark, ids] of byMark) if (ids.length > 0) marks[mark] = packIds(ids);
  return { ...head, cases: file.cases.length, marks };
}

function stored(op: string, records: readonly SensitivityRecord[]): StoredMarks {
  const mine = records.filter((record) => record.op === op);
  mine.sort((a, b) => (a.contract < b.contract ? -1 : 1));
  const marks = markNames.map((mark) => [mark, grouped(mine.map((r) => r.marks[mark]))] as const);
  return {
    op,
    contracts: mine.map(({ op: _op, marks: _marks, ...rest }) => rest),
    marks: Object.fromEntries(marks.filter(([, groups]) => groups.length > 0)),
  };
}

/** The file as it is committed: one op a line. */
export function sensitivityText(records: readonly SensitivityRecord[]): string {
  const ops = [...new Set(records.map(({ op }) => op))].sort();
  const lines = ops.map((op) => JSON.stringify(stored(op, records)));
  return `{"format":2,"ops":[\n${lines.join(',\n')}\n]}\n`;
}

/** The records out of the text of the file; none where it is of another format. */
export function parseSensitivity(text: string): SensitivityRecord[] {
  const { format, ops } = JSON.parse(text) as { format: number; ops: readonly StoredMarks[] };
  if (format !== 2) return [];
  return ops.flatMap(({ op, contracts, marks }) =>
    contracts.map((rest, place) => {
      const mine = Object.entries(marks).flatMap(([mark, groups]) => {
        const ids = valueAt(groups, place);
        return ids === undefined ? [] : [[mark, ids] as const];
      });
      return { op, ...rest, marks: Object.fromEntries(mine) };
    }),
  );
}
