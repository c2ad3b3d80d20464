/** What each primitive of the reference is, in the words of its own comment: shown beside the steps. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { primitives } from '../../../reference/primitives.ts';
import { root } from '../../cli/paths.ts';
import type { ClauseIndex } from './clauses.ts';

export interface PrimitiveNote {
  readonly text: string;
  readonly clause?: string;
  readonly link?: string;
}

function noteOf(comment: string, { linkOf }: ClauseIndex): PrimitiveNote {
  const text = comment.replace(/\s*\n\s*\*\s*/g, ' ').trim();
  const clause = /\b[SL]\d+\b/.exec(text)?.[0];
  const link = clause === undefined ? undefined : linkOf(clause);
  return { text, ...(clause && link ? { clause, link } : {}) };
}

export function primitiveNotes(clauses: ClauseIndex): Record<string, PrimitiveNote> {
  const folder = join(root, 'reference');
  const sources = (readdirSync(folder, { recursive: true }) as string[])
    .filter(
      (path) => /\.ts$/.test(path) && !/\.test\.ts$|^(independent|mutants|examples)\b/.test(path),
    )
    .sort();
  const notes: Record<string, PrimitiveNote> = {};
  for (const path of sources) {
    const text = readFileSync(join(folder, path), 'utf8');
    const found = text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport function (\w+)/g);
    for (const [, comment, name] of found) {
      if (name! in primitives) notes[name!] = noteOf(comment!, clauses);
    }
  }
  return notes;
}
