/**
 * Known failures: a text file with one `<backend> <case identity>` a line, `#` starts a comment. The set is
 * exact: an entry whose case passes, is skipped or does not exist fails the run, so the list cannot rot.
 */

import { existsSync, readFileSync } from 'node:fs';
import { GoldError } from '../../schema/format/errors.ts';
import type { RunEvent } from './events.ts';

export interface KnownFailures {
  /** backend id → case identities */
  readonly byBackend: ReadonlyMap<string, ReadonlySet<string>>;
}

export const noKnownFailures: KnownFailures = { byBackend: new Map() };

/** `<backend> <case>` without the comment, one blank between; empty where the line has no entry. */
function entryOf(line: string): string {
  const text = line.replace(/(^|\s)#.*$/, '').trim();
  return text.replace(/\s+(?=\S+$)/, ' ');
}

/** A backend id has no blanks except `cmd:…`, so the last blank separates. Errors: usage-bad-value. */
export function parseKnownFailures(text: string, path: string): KnownFailures {
  const byBackend = new Map<string, Set<string>>();
  for (const [i, line] of text.split('\n').entries()) {
    const entry = entryOf(line);
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

/** The text of the list; empty where there is none and one may be made. Errors: file-missing. */
export function readKnownFailures(path: string, mayBeMissing: boolean): string {
  if (mayBeMissing && !existsSync(path)) return '';
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new GoldError('file-missing', `known-failures file "${path}" cannot be read`, { cause });
  }
}

/** What a run says about known failures: `<backend> <case>` of what was tried and of what failed. */
export interface FailureRecord {
  readonly tried: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  /** entries that the run found stale */
  readonly stale: ReadonlySet<string>;
}

/** Collects the record from the events of a run. */
export function newFailureRecorder(): { event(event: RunEvent): void; record(): FailureRecord } {
  const tried = new Set<string>();
  const failed = new Set<string>();
  let stale: readonly string[] = [];
  return {
    event(event) {
      if (event.event === 'run_end') stale = event.stale_known_failures;
      if (event.event !== 'case_end') return;
      const entry = `${event.backend} ${event.case}`;
      tried.add(entry);
      if (['fail', 'error', 'xfail'].includes(event.verdict)) failed.add(entry);
    },
    record: () => ({ tried, failed, stale: new Set(stale) }),
  };
}

/**
 * The text of the list after a run: entries that did not fail and stale ones are gone, new failures stand at
 * the end. Comments, and entries that the run did not touch, stay as they are.
 */
export function updatedKnownFailures(text: string, record: FailureRecord): string {
  const { tried, failed, stale } = record;
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const entries = new Set(lines.map(entryOf));
  const kept = lines.filter((line) => {
    const entry = entryOf(line);
    return failed.has(entry) || !(tried.has(entry) || stale.has(entry));
  });
  const fresh = [...failed].filter((entry) => !entries.has(entry)).sort();
  return [...kept, ...fresh].map((line) => `${line}\n`).join('');
}
