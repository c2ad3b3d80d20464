/** `vectors/sensitivity.json`: the marks of every committed case, and from what they were computed. */

import type { VectorFile } from '../../schema/format/types.ts';
import { type Mark, markNames } from './marks.ts';

export const sensitivityName = 'sensitivity.json';

export interface SensitivityRecord {
  readonly path: string;
  /** sha256 of the vector file */
  readonly vectors: string;
  /** sha256 of everything else that decides the marks: reference, variants, op record, engine */
  readonly sources: string;
  readonly cases: number;
  /** mark → cases that have it, by set: `directed/1-4,7` */
  readonly marks: Readonly<Partial<Record<Mark, readonly string[]>>>;
}

export interface SensitivityMap {
  readonly format: 1;
  readonly files: readonly SensitivityRecord[];
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

/** The record of one vector file; `marksOf` gives the marks of a case by its number in the file. */
export function sensitivityRecord(
  file: VectorFile,
  stamp: Pick<SensitivityRecord, 'path' | 'vectors' | 'sources'>,
  marksOf: (index: number) => readonly Mark[],
): SensitivityRecord {
  const byMark = new Map<Mark, string[]>(markNames.map((mark) => [mark, []]));
  for (const [i, { id }] of file.cases.entries()) {
    for (const mark of marksOf(i)) byMark.get(mark)!.push(id);
  }
  const marks: Partial<Record<Mark, readonly string[]>> = {};
  for (const [mark, ids] of byMark) if (ids.length > 0) marks[mark] = packIds(ids);
  return { ...stamp, cases: file.cases.length, marks };
}

/** The file as it is committed: one record a line. */
export function sensitivityText(records: readonly SensitivityRecord[]): string {
  const sorted = [...records].sort((a, b) => (a.path < b.path ? -1 : 1));
  const lines = sorted.map((record) => JSON.stringify(record));
  return `{"format":1,"files":[\n${lines.join(',\n')}\n]}\n`;
}
