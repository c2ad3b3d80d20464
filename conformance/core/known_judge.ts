/** Holds the verdicts of a run against the list of known failures. */

import type { Judgement } from './judge.ts';
import { entryText, type KnownFailure, type KnownFailures } from './known_failures.ts';
import { signatureOf } from './signature.ts';

/** The verdict on a case with what is known of it. */
export type KnownJudge = (id: string, judgement: Judgement) => Judgement;

export interface RunCorpus {
  /** false only for an identity that the corpus certainly does not hold */
  has(id: string): boolean;
  /** cases that a glob takes; more than there are where that is not known */
  count?(glob: string): number;
}

/** What became of an entry in this run. */
interface Use {
  tried: number;
  failed: number;
}

export interface KnownJudges {
  of(backend: string): KnownJudge;
  /** Entries of these backends that fit nothing any more, as reports name them. */
  stale(backends: readonly string[], corpus: RunCorpus): string[];
}

function sentences(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join('\n');
}

function isFailure({ verdict }: Judgement): boolean {
  return verdict === 'fail' || verdict === 'error';
}

/** A failure that the list knows is `xfail`, one that fails otherwise stays, a single case that passes is `xpass`. */
function withKnown(judgement: Judgement, entries: readonly KnownFailure[]): Judgement {
  const { verdict, message } = judgement;
  if (isFailure(judgement)) {
    const fitting = entries.find(({ fitsFailure }) => fitsFailure(judgement));
    if (fitting !== undefined) {
      const text = sentences(message, `known failure: ${fitting.reason}`);
      return { ...judgement, verdict: 'xfail', message: text };
    }
    const known = entries.map(({ signature }) => signature).join(' or ');
    const text = `known to fail otherwise: as ${known}, not as ${signatureOf(judgement)}`;
    return { ...judgement, message: sentences(message, text) };
  }
  const single = entries.find(({ isSingle }) => isSingle);
  if (verdict !== 'pass' || single === undefined) return judgement;
  return { verdict: 'xpass', message: `known as ${single.signature}: ${single.reason}` };
}

export function newKnownJudges(known: KnownFailures): KnownJudges {
  const uses = new Map<KnownFailure, Use>(known.map((entry) => [entry, { tried: 0, failed: 0 }]));

  /** Where no entry fits a failure, that is said of the case, and none is stale for it. */
  function note(entries: readonly KnownFailure[], judgement: Judgement): void {
    const fitting = entries.filter(({ fitsFailure }) => fitsFailure(judgement));
    const failed = isFailure(judgement) ? (fitting.length > 0 ? fitting : entries) : [];
    for (const entry of entries) uses.get(entry)!.tried++;
    for (const entry of failed) uses.get(entry)!.failed++;
  }

  function of(backend: string): KnownJudge {
    const mine = known.filter(({ fitsBackend }) => fitsBackend(backend));
    const singles = new Map<string, KnownFailure[]>();
    for (const entry of mine.filter(({ isSingle }) => isSingle)) {
      singles.set(entry.cases, [...(singles.get(entry.cases) ?? []), entry]);
    }
    const globs = mine.filter(({ isSingle }) => !isSingle);
    return (id, judgement) => {
      const entries = [...(singles.get(id) ?? []), ...globs.filter(({ fitsCase }) => fitsCase(id))];
      if (entries.length === 0) return judgement;
      note(entries, judgement);
      return withKnown(judgement, entries);
    };
  }

  function isStale(entry: KnownFailure, backends: readonly string[], corpus: RunCorpus): boolean {
    const { tried, failed } = uses.get(entry)!;
    if (failed > 0) return false;
    if (entry.isSingle) return tried > 0 || !corpus.has(entry.cases);
    // of a part of its cases nothing follows
    const cases = corpus.count?.(entry.cases) ?? Number.POSITIVE_INFINITY;
    return tried >= cases * backends.filter(entry.fitsBackend).length;
  }

  function stale(backends: readonly string[], corpus: RunCorpus): string[] {
    return known
      .filter(({ fitsBackend }) => backends.some((backend) => fitsBackend(backend)))
      .filter((entry) => isStale(entry, backends, corpus))
      .map(entryText);
  }

  return { of, stale };
}
