/**
 * Known failures: a text file with one `<backend> <case> <signature> # <reason>` a line; `#` alone starts a comment.
 * An entry excuses its case only as long as that fails as the signature says. The list cannot rot: an entry that
 * fits nothing any more fails the run.
 */

import { existsSync, readFileSync } from 'node:fs';
import { GoldError } from '../../schema/format/errors.ts';
import type { CaseEnd } from './events.ts';
import { type Matcher, newGlob } from './glob.ts';
import { caseMatcher } from './select.ts';
import { signatureMatcher } from './signature.ts';

export interface KnownFailure {
  /** id or glob */
  readonly backend: string;
  /** identity or glob, as for --filter */
  readonly cases: string;
  readonly signature: string;
  /** why, or a link */
  readonly reason: string;
  /** names one case of one backend, which must fail */
  readonly isSingle: boolean;
  readonly fitsBackend: Matcher;
  readonly fitsCase: Matcher;
  readonly fitsFailure: (failure: Pick<CaseEnd, 'differences'>) => boolean;
}

export type KnownFailures = readonly KnownFailure[];

export const noKnownFailures: KnownFailures = [];

/** The entry without its reason, as reports name it. */
export function entryText({ backend, cases, signature }: Omit<KnownFailure, 'reason'>): string {
  return `${backend} ${cases} ${signature}`;
}

const identity = /^[^/*?]+\/[^/*?]+\/[^/*?]+\/[^/*?]+$/;

/** The entry of a line; undefined for a comment or nothing. Errors: usage-bad-value. */
export function knownFailureOf(line: string, path: string): KnownFailure | undefined {
  const [, entry, reason = ''] = /^(.*?)(?:(?:^|\s+)#\s*(.*))?$/.exec(line.trim())!;
  if (entry === '') return undefined;
  // a backend id has no blanks except `cmd:…`, so the last two separate
  const parts = /^(\S.*?)\s+(\S+)\s+(\S+)$/.exec(entry!);
  if (parts === null) {
    const message = `expected "<backend> <case> <signature> # <reason>", got "${entry}"`;
    const hint =
      'a signature is fail, error, or a first difference such as y.data[2]=1 or y.scale=*';
    throw new GoldError('usage-bad-value', message, { path, hint });
  }
  if (reason === '') {
    throw new GoldError('usage-bad-value', `"${entry}" says no reason`, {
      path,
      hint: 'write it, or a link, behind it: # https://…',
    });
  }
  const [, backend, cases, signature] = parts as unknown as [string, string, string, string];
  return {
    backend,
    cases,
    signature,
    reason,
    isSingle: identity.test(cases) && !/[*?]/.test(backend),
    fitsBackend: newGlob(backend, { separator: '' }),
    fitsCase: caseMatcher(cases),
    fitsFailure: signatureMatcher(signature),
  };
}

/** Errors: usage-bad-value, with the line. */
export function parseKnownFailures(text: string, path: string): KnownFailures {
  const seen = new Set<string>();
  return text.split('\n').flatMap((line, i) => {
    const place = `${path}:${i + 1}`;
    const entry = knownFailureOf(line, place);
    if (entry === undefined) return [];
    const shown = entryText(entry);
    if (seen.has(shown)) {
      throw new GoldError('usage-bad-value', `"${shown}" stands twice`, { path: place });
    }
    seen.add(shown);
    return [entry];
  });
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
