/** Two mistakes at once: tried on failures that no single one explains. */

import { explains, type Hypothesis, shareOf } from './answer.ts';
import { type Answered, type Candidate, limits, type Trial, weigh } from './rank.ts';
import { costOf, dearCost, groupOf, sample, spend } from './sample.ts';

export const pairLimits = {
  /** failures on which parts are looked for */
  screened: { total: 24, perGroupMin: 1, groupCost: 60 },
  /** parts that are combined with each other */
  parts: 16,
  /** pairs that are counted on all failures */
  finalists: 3,
  /** of the failures of the ops that a pair takes part in */
  explainedMin: 0.8,
} as const;

/** The hypotheses that reproduce most of the wrong elements, best first. */
export function partsOf(trial: Trial, open: readonly Answered[]): Hypothesis[] {
  const { replayer, budget } = trial;
  const shares = new Map<Hypothesis, number>();
  for (const failure of sample(open, ({ test }) => test, pairLimits.screened)) {
    for (const hypothesis of replayer.candidates(failure.test)) {
      if (hypothesis.kind === 'contract') continue;
      if (!spend(budget, failure.test)) break;
      const answer = replayer.answer(failure.test, [hypothesis]);
      const share = shareOf(answer, failure.test.vector, failure.reply);
      if (share > 0) shares.set(hypothesis, (shares.get(hypothesis) ?? 0) + share);
    }
  }
  return [...shares].sort((a, b) => b[1] - a[1]).map(([hypothesis]) => hypothesis);
}

function canCombine(a: Hypothesis, b: Hypothesis): boolean {
  return !a.replaces.some((name) => b.replaces.includes(name));
}

function explainedBy(trial: Trial, open: readonly Answered[], pair: readonly Hypothesis[]): number {
  const { replayer, budget } = trial;
  let count = 0;
  for (const { test, reply } of sample(open, (f) => f.test, pairLimits.screened)) {
    if (!spend(budget, test)) break;
    if (explains(replayer.answer(test, pair), test.vector, reply)) count++;
  }
  return count;
}

/** Combinations that explain something of the open failures; `found` are good single explanations. */
export function combine(
  trial: Trial,
  open: readonly Answered[],
  found: readonly Hypothesis[],
): Candidate[] {
  const cheap = open.filter(({ test }) => costOf(test) < dearCost);
  if (cheap.length === 0) return [];
  const parts = [...new Set([...found, ...partsOf(trial, cheap)])].slice(0, pairLimits.parts);
  const counted: { readonly pair: readonly Hypothesis[]; readonly count: number }[] = [];
  for (const [i, a] of parts.entries()) {
    for (const b of parts.slice(i + 1)) {
      if (a.kind === 'contract' || b.kind === 'contract' || !canCombine(a, b)) continue;
      const count = explainedBy(trial, cheap, [a, b]);
      if (count > 0) counted.push({ pair: [a, b], count });
    }
  }
  counted.sort((a, b) => b.count - a.count);
  return counted
    .slice(0, pairLimits.finalists)
    .map(({ pair }) => weigh(trial, pair))
    .filter((candidate) => isConvincing(trial, candidate));
}

/** A pair must explain most of its ops' failures: two mistakes explain something by chance more easily. */
function isConvincing(trial: Trial, { explained }: Candidate): boolean {
  const ops = new Set([...explained].map(({ test }) => groupOf(test)));
  const failures = trial.failures.filter(({ test }) => ops.has(groupOf(test)));
  const counted = sample(failures, ({ test }) => test, limits.counted).length;
  return explained.size >= pairLimits.explainedMin * counted;
}
