/**
 * Known failures: a text file with one `<backend> <case identity>` a line, `#` starts a comment. The set is
 * exact: an entry whose case passes, is skipped or does not exist fails the run, so the list cannot rot.
 */

import { readFileSync } from 'node:fs';
import { GoldError } from '../../schema/format/errors.ts';

export interface KnownFailures {
  /** backend id → case identities */
  readonly byBackend: ReadonlyMap<string, ReadonlySet<string>>;
}

export const noKnownFailures: KnownFailures = { byBackend: new Map() };

/** A backend id has no blanks except `cmd:…`, so the last blank separates. Errors: usage-bad-value. */
export function parseKnownFailures(text: string, path: string): KnownFailures {
  const byBackend = new Map<string, Set<string>>();
  for (const [i, line] of text.split('\n').entries()) {
    const entry = line.replace(/(^|\s)#.*$/, '').trim();
    if (entry === '') continue;
    const match = /^(.+\S)\s+(\S+)$/.exec(entry);
    const at = { path: `${path}:${i + 1}` };
    if (match === null) {
      throw new GoldError('usage-bad-value', `expected "<backend> <case>", got "${entry}"`, at);
    }
    const [, backend, id] = match as unknown as [string, string, string];
    const set = byBackend.get(backend) ?? new Set<string>();
    if (set.has(id)) throw new GoldError('usage-bad-value', `"${entry}" stands twice`, at);
    byBackend.set(backend, set.add(id));
  }
  return { byBackend };
}

/** Errors: file-missing, usage-bad-value. */
export function readKnownFailures(path: string): KnownFailures {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new GoldError('file-missing', `known-failures file "${path}" cannot be read`, { cause });
  }
  return parseKnownFailures(text, path);
}
