/** Describes wrong answers that no known mistake reproduces. */

import type { TestCase } from '../core/load.ts';
import { distinction } from './features.ts';
import type { Answered } from './rank.ts';
import { evenly } from './sample.ts';
import { claimsOf, vacuous } from './shapes.ts';

const limits = { failures: 200, passing: 400 } as const;

/** The share of failures that a claim must hold for. */
const prevalenceMin = 0.9;

/** Claims that are hardly more than the failure itself. */
const weak =
  /^(the values of|the mantissas of|scale and mantissas of|the generator state is wrong$)/;

/** Claims about where the error is; they are said together with one about what it is. */
const places = /^(only the |the first batch item is right)/;

export interface Description {
  readonly text: string;
  /** false where only the fact of the failure is restated */
  readonly isTelling: boolean;
}

interface Tally {
  count: number;
  /** sum of the places in the lists of claims */
  rank: number;
  /** held where it could have failed to */
  isTested: boolean;
}

/** The claims that hold for nearly all failures, the most telling first. */
function commonClaims(failures: readonly Answered[]): string[] {
  const tallies = new Map<string, Tally>();
  for (const { test, reply } of failures) {
    for (const [i, claim] of claimsOf(test.vector, reply).entries()) {
      const isVacuous = claim.startsWith(vacuous);
      const words = isVacuous ? claim.slice(vacuous.length) : claim;
      const tally = tallies.get(words) ?? { count: 0, rank: 0, isTested: false };
      tally.count++;
      tally.rank += i;
      tally.isTested ||= !isVacuous;
      tallies.set(words, tally);
    }
  }
  return [...tallies]
    .filter(([, { count, isTested }]) => isTested && count >= prevalenceMin * failures.length)
    .sort((a, b) => a[1].rank / a[1].count - b[1].rank / b[1].count)
    .map(([words]) => words);
}

/** What is wrong in these failures of one op, and what is special about them. */
export function describe(failures: readonly Answered[], passing: readonly TestCase[]): Description {
  const sampled = evenly(failures, limits.failures);
  const common = commonClaims(sampled);
  const telling = common.filter((words) => !weak.test(words));
  const place = telling.find((words) => places.test(words));
  const manner = telling.find((words) => !places.test(words));
  const told = [place, manner].filter((words) => words !== undefined).join(', and ');
  const claim = told === '' ? (common[0] ?? 'values are wrong in several ways') : told;
  const special = distinction(
    sampled.map(({ test }) => test),
    evenly(passing, limits.passing),
  );
  const text = special === undefined ? claim : `${claim}; only where ${special}`;
  return { text, isTelling: told !== '' || special !== undefined };
}
