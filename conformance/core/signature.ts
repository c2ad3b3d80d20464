/** How a case fails, in one word: what tells a known failure from another failure of the same case. */

import type { CaseEnd, Difference } from './events.ts';
import { newGlob } from './glob.ts';

type Failure = Pick<CaseEnd, 'differences'>;

function word(text: string): string {
  return text.replace(/, /g, ',').replace(/[\s\p{C}]+/gu, '_');
}

function wordOf({ kind, name, at, got }: Difference): string {
  const where = at === undefined ? '' : `[${at.join(',')}]`;
  return word(`${name === undefined ? '' : `${name}.`}${kind}${where}=${got}`);
}

/**
 * `error` where there is no answer; else the first difference, `y.data[0,3]=4`, `y.scale=0.5`, `status=ok`: what,
 * where, and what came. It holds no blanks.
 */
export function signatureOf({ differences = [] }: Failure): string {
  const [first] = differences;
  return first === undefined ? 'error' : wordOf(first);
}

/** What a known failure may say of how it fails: `error`, `fail` for any wrong answer, or a glob of signatures. */
export function signatureMatcher(signature: string): (failure: Failure) => boolean {
  if (signature === 'fail') return (failure) => signatureOf(failure) !== 'error';
  const matches = newGlob(signature, { separator: '' });
  return (failure) => matches(signatureOf(failure));
}
