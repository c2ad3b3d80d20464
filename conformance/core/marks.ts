/** The sensitivity marks of the committed cases: which arithmetic of a platform would change an answer. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Marks of a case by its identity; empty where it has none, or none are known. */
export type Marks = (id: string) => readonly string[];

export const noMarks: Marks = () => [];

interface MarkFile {
  readonly files: readonly {
    /** `<contract>/<op>.mp` */
    readonly path: string;
    /** mark → cases, by set: `directed/1-4,7` */
    readonly marks: Readonly<Record<string, readonly string[]>>;
  }[];
}

function idsOf(path: string, packed: string): string[] {
  const [set = '', ranges = ''] = packed.split('/');
  return ranges.split(',').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    const prefix = `${path.replace(/\.mp$/, '')}/${set}`;
    return Array.from({ length: to - from + 1 }, (_, i) => `${prefix}/${from + i}`);
  });
}

/** Marks out of the text of `sensitivity.json`. */
export function parseMarks(text: string): Marks {
  const byId = new Map<string, string[]>();
  for (const { path, marks } of (JSON.parse(text) as MarkFile).files) {
    for (const [mark, packed] of Object.entries(marks)) {
      for (const id of packed.flatMap((ids) => idsOf(path, ids))) {
        byId.set(id, [...(byId.get(id) ?? []), mark]);
      }
    }
  }
  return (id) => byId.get(id) ?? [];
}

/** The marks of a vector folder; a folder without them has none. */
export function readMarks(dir: string): Marks {
  const path = join(dir, 'sensitivity.json');
  return existsSync(path) ? parseMarks(readFileSync(path, 'utf8')) : noMarks;
}
