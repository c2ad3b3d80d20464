/**
 * Looks for a single edit of the reference that explains failures: every edit that a few cheap failing cases
 * reach is tried on them, the best are tried on more, until few are left to be weighed.
 */

import type { RunReply } from '../../schema/format/types.ts';
import type { TestCase } from '../core/load.ts';
import { contradicts, explains, type Hypothesis, reproduces } from './answer.ts';
import { type Answered, type Candidate, type Trial, weigh } from './rank.ts';
import {
  type Budget,
  costOf,
  dearCost,
  evenly,
  groupOf,
  isComposite,
  sample,
  spend,
} from './sample.ts';

/** Evaluations of edits that one diagnosis may spend on its seeds, and as many on what they leave. */
export const editsBudget = 60_000;

/** The same where only whole training steps or trainings fail: they reach most edits. */
const dearEditsBudget = 400_000;

/** What a case is worth that only says accepted or refused: many edits do that. */
const bareWorth = 0.1;

export const variantLimits = {
  /** failing cases on which every reached edit is tried, and how many where all are dear */
  seedsMax: 6,
  dearSeedsMax: 3,
  /** failing cases on which the survivors are tried */
  tried: { total: 40, perGroupMin: 1, groupCost: 60 },
  /** passing cases of the same ops that speak against survivors */
  passing: 40,
  /** survivors of the seeds that are tried on more cases */
  survivors: 120,
  /** edits that are weighed like known mistakes */
  finalists: 18,
  /** of them, edits of one line */
  perLine: 3,
} as const;

/** Without whole training steps, unless nothing else fails: everything is reached by them. */
function cheapOf(failures: readonly Answered[]): Answered[] {
  const cheap = failures.filter(({ test }) => costOf(test) < dearCost);
  const simple = cheap.filter(({ test }) => !isComposite(test));
  return simple.length > 0 ? simple : cheap;
}

/** What is left to be wrong where every op passes and only whole trainings fail. */
const driving = /^(training\/|layers\/dispatch|optimizers\/(optimizer|schedule))/;

function cheapest(failures: readonly Answered[], count: number): Answered[] {
  return [...failures].sort((a, b) => costOf(a.test) - costOf(b.test)).slice(0, count);
}

function hasOutputs({ vector }: TestCase, { status }: RunReply): boolean {
  return vector.expected.status === 'ok' && status === 'ok';
}

/** Of the cheapest dear cases, some at even distances: neighbours show the same. */
function dearSeedsOf(failures: readonly Answered[]): Answered[] {
  const [first] = cheapest(failures, 1);
  if (first === undefined) return [];
  const least = failures.filter(({ test }) => costOf(test) === costOf(first.test));
  return evenly(least, variantLimits.dearSeedsMax);
}

/** Failing cases that are cheap to replay, of as many ops as possible; those that show most come first. */
function seedsOf(cheap: readonly Answered[]): Answered[] {
  const groups = new Map<string, Answered[]>();
  for (const failure of cheap) {
    const key = groupOf(failure.test);
    groups.set(key, [...(groups.get(key) ?? []), failure]);
  }
  const lists = [...groups.values()].map((group) =>
    evenly(cheapest(group, group.length), variantLimits.seedsMax),
  );
  const bySize = [...lists].sort((a, b) => b.length - a.length);
  const seeds: Answered[] = [];
  for (let round = 0; round < variantLimits.seedsMax; round++) {
    for (const list of bySize) {
      const next = list[round];
      if (next !== undefined && seeds.length < variantLimits.seedsMax) seeds.push(next);
    }
  }
  return seeds;
}

/** Where a mistake is looked for first in a whole training step; one in a kernel mostly fails other ops too. */
const places = [
  /^training\/|^layers\/dispatch/,
  /^(layers|losses|optimizers)\//,
  /^(funnel|quant)/,
];

function placeOf({ id }: Hypothesis): number {
  const at = places.findIndex((place) => place.test(id));
  return at < 0 ? places.length : at;
}

function inOrder(hypotheses: readonly Hypothesis[]): readonly Hypothesis[] {
  return [...hypotheses].sort((a, b) => placeOf(a) - placeOf(b));
}

function tryOn(
  trial: Trial,
  failures: readonly Answered[],
  hypothesesOf: (failure: Answered) => readonly Hypothesis[],
): Map<Hypothesis, number> {
  const counts = new Map<Hypothesis, number>();
  for (const [i, failure] of failures.entries()) {
    const { test, reply } = failure;
    const reached = hypothesesOf(failure);
    // a whole step shows a mistake as well as another one: what explains the first is tried on the next
    const left = isComposite(test) && counts.size > 0 ? [...counts.keys()] : reached;
    const ordered = isComposite(test) ? inOrder(left) : left;
    const share: Budget = { left: trial.edits.left / (failures.length - i) };
    for (const hypothesis of ordered) {
      if (!spend(share, test)) break;
      spend(trial.edits, test);
      const answer = trial.replayer.answer(test, [hypothesis]);
      if (!explains(answer, test.vector, reply)) continue;
      const worth = reproduces(answer, test.vector, reply) ? 1 : bareWorth;
      counts.set(hypothesis, (counts.get(hypothesis) ?? 0) + worth);
    }
  }
  return counts;
}

function best(counts: ReadonlyMap<Hypothesis, number>, count: number): Hypothesis[] {
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].farFetched - b[0].farFetched)
    .slice(0, count)
    .map(([hypothesis]) => hypothesis);
}

/** The edits that explain most of the open failures, weighed over all. */
export function variantCandidates(trial: Trial, open: readonly Answered[]): Candidate[] {
  const { replayer, observes } = trial;
  const telling = open.filter(({ test, reply }) => hasOutputs(test, reply));
  const cheap = cheapOf(telling.length > 0 ? telling : open);
  const seeds =
    cheap.length > 0 ? seedsOf(cheap) : dearSeedsOf(telling.length > 0 ? telling : open);
  const reached = ({ test }: Answered): readonly Hypothesis[] =>
    cheap.length > 0
      ? replayer.variants(test)
      : replayer.variants(test).filter(({ id }) => driving.test(id));
  const isSimple = seeds.some(({ test }) => !isComposite(test));
  const edits = isSimple ? trial.edits : { left: dearEditsBudget };
  const found = best(tryOn({ ...trial, edits }, seeds, reached), variantLimits.survivors);
  if (found.length === 0) return [];
  const failing = cheap.length > 0 ? sample(cheap, ({ test }) => test, variantLimits.tried) : seeds;
  const counts = tryOn({ ...trial, edits: { left: editsBudget } }, failing, () => found);
  const scope = new Set(failing.map(({ test }) => groupOf(test)));
  const passing = evenly(
    trial.passed.filter((test) => scope.has(groupOf(test)) && costOf(test) < dearCost),
    variantLimits.passing,
  );
  for (const hypothesis of found) {
    const against = passing.filter((test) =>
      contradicts(replayer.answer(test, [hypothesis]), test.vector, observes),
    ).length;
    counts.set(hypothesis, (counts.get(hypothesis) ?? 0) - against);
  }
  return finalistsOf(counts).map((hypothesis) => weigh(trial, [hypothesis]));
}

/** The best edits of different lines: those of one line mostly do the same. */
function finalistsOf(counts: ReadonlyMap<Hypothesis, number>): Hypothesis[] {
  const taken = new Map<string, number>();
  const chosen = best(counts, counts.size).filter(({ id }) => {
    const count = (taken.get(id) ?? 0) + 1;
    taken.set(id, count);
    return count <= variantLimits.perLine;
  });
  return chosen.slice(0, variantLimits.finalists);
}
