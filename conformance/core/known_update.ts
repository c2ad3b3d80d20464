/** Brings a list of known failures up to date after a run. */

import type { CaseEnd, RunEvent } from './events.ts';
import { entryText, type KnownFailure, knownFailureOf } from './known_failures.ts';
import { signatureOf } from './signature.ts';

/** What a run says about the list. */
export interface FailureRecord {
  /** failures that it does not know, by `<backend> <case>` */
  readonly fresh: ReadonlyMap<string, string>;
  /** entries that fit nothing any more, as reports name them */
  readonly stale: ReadonlySet<string>;
}

/** Collects the record from the events of a run. */
export function newFailureRecorder(): { event(event: RunEvent): void; record(): FailureRecord } {
  const fresh = new Map<string, string>();
  let stale: readonly string[] = [];

  function caseEnd(event: CaseEnd): void {
    if (event.verdict !== 'fail' && event.verdict !== 'error') return;
    fresh.set(`${event.backend} ${event.case}`, signatureOf(event));
  }

  return {
    event(event) {
      if (event.event === 'run_end') stale = event.stale_known_failures;
      if (event.event === 'case_end') caseEnd(event);
    },
    record: () => ({ fresh, stale: new Set(stale) }),
  };
}

/**
 * The text of the list after a run: stale entries are gone, an entry of one case that fails otherwise now says so,
 * and new failures stand at the end with the given reason. Everything else stays word for word.
 */
export function updatedKnownFailures(text: string, record: FailureRecord, reason: string): string {
  const fresh = new Map(record.fresh);
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');

  function updated(line: string, entry: KnownFailure): string[] {
    if (record.stale.has(entryText(entry))) return [];
    const key = `${entry.backend} ${entry.cases}`;
    const signature = fresh.get(key);
    if (signature === undefined) return [line];
    fresh.delete(key);
    return [`${key} ${signature} # ${entry.reason}`];
  }

  const kept = lines.flatMap((line) => {
    const entry = knownFailureOf(line, '');
    return entry === undefined ? [line] : updated(line, entry);
  });
  const added = [...fresh].map(([key, signature]) => `${key} ${signature} # ${reason}`).sort();
  return [...kept, ...added].map((line) => `${line}\n`).join('');
}
