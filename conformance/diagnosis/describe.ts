/** Describes wrong answers that no known mistake reproduces. */

import type { TestCase } from '../core/load.ts';
import { distinction } from './features.ts';
import type { Answered } from './rank.ts';
import { evenly } from './sample.ts';
import { claimsOf } from './shapes.ts';

const limits = { failures: 200, passing: 400 } as const;

/** The share of failures that a claim must hold for. */
const prevalenceMin = 0.9;

/** Claims that are hardly more than the failure itself. */
const weak =
  /^(the values of|the mantissas of|scale and mantissas of|the generator state is wrong$)/;

export interface Description {
  readonly text: string;
  /** false where only the fact of the failure is restated */
  readonly isTelling: boolean;
}

/** The claims that hold for nearly all failures, the most telling first. */
function commonClaims(failures: readonly Answered[]): string[] {
  const counts = new Map<string, { count: number; rank: number }>();
  for (const { test, reply } of failures) {
    for (const [i, words] of claimsOf(test.vector, reply).entries()) {
      const entry = counts.get(words) ?? { count: 0, rank: 0 };
      counts.set(words, { count: entry.count + 1, rank: entry.rank + i });
    }
  }
  return [...counts]
    .filter(([, { count }]) => count >= prevalenceMin * failures.length)
    .sort((a, b) => a[1].rank / a[1].count - b[1].rank / b[1].count)
    .map(([words]) => words);
}

/** What is wrong in these failures of one op, and what is special about them. */
export function describe(failures: readonly Answered[], passing: readonly TestCase[]): Description {
  const sampled = evenly(failures, limits.failures);
  const common = commonClaims(sampled);
  const telling = common.find((words) => !weak.test(words));
  const claim = telling ?? common[0] ?? 'values are wrong in several ways';
  const special = distinction(
    sampled.map(({ test }) => test),
    evenly(passing, limits.passing),
  );
  const text = special === undefined ? claim : `${claim}; only where ${special}`;
  return { text, isTelling: telling !== undefined || special !== undefined };
}
