/**
 * Ranks hypotheses by what they reproduce: bit for bit the wrong outputs of the failing cases, and nothing
 * that a passing case speaks against.
 */

import type { Failure } from '../core/evidence.ts';
import type { TestCase } from '../core/load.ts';
import { contradicts, explains, type Hypothesis, type Replayer, reproduces } from './answer.ts';
import {
  armOf,
  type Budget,
  costOf,
  dearCost,
  evenly,
  groupOf,
  isComposite,
  sample,
  spend,
} from './sample.ts';

/** A failure with an answer to hold a hypothesis against. */
export type Answered = Failure & Required<Pick<Failure, 'reply'>>;

export interface Candidate {
  /** one, or a combination */
  readonly hypotheses: readonly Hypothesis[];
  readonly explained: ReadonlySet<Answered>;
  /** explained failures that it reproduces with the outputs; the others are missing refusals */
  readonly exact: number;
  /** passing cases of the arms of ops it explains that it would have changed */
  readonly contradicted: number;
  /** the same elsewhere: there the mistake is not made */
  readonly outside: number;
  /** passing cases that were tried */
  readonly tried: number;
}

export interface Trial {
  readonly failures: readonly Answered[];
  readonly passed: readonly TestCase[];
  readonly observes: boolean;
  readonly replayer: Replayer;
  /** for the search among many hypotheses */
  readonly budget: Budget;
  /** for the search among all edits of the reference */
  readonly edits: Budget;
  /** for counting what the few that are left explain */
  readonly weighing: Budget;
}

export const limits = {
  /** failing cases on which every reached hypothesis is tried */
  screened: { total: 160, perGroupMin: 2, groupCost: 60 },
  /** failing cases on which the finalists are weighed; what is chosen is counted on all */
  counted: { total: 400, perGroupMin: 2, groupCost: 300 },
  /** passing cases on which the finalists must change nothing */
  passing: { total: 300, perGroupMin: 3, groupCost: 60 },
  finalists: 8,
  finalistsPerOp: 2,
  finalistsInAll: 24,
  /** what is nearly as good as the best is held against this many passing cases of the same ops */
  close: { score: 0.97, candidates: 10, passing: 300 },
} as const;

/** Hypotheses that reproduce the failure; no more than the budget allows are tried. */
function explainers(
  trial: Trial,
  { test, reply }: Answered,
  hypotheses: readonly Hypothesis[],
): Hypothesis[] {
  return hypotheses.filter(
    (hypothesis) =>
      spend(trial.budget, test) &&
      explains(trial.replayer.answer(test, [hypothesis]), test.vector, reply),
  );
}

/**
 * Per hypothesis, the screened failures that it explains. On dear cases the hypotheses that explain cheaper
 * ones are tried; all others only if nothing is explained yet.
 */
export function screen(trial: Trial): Map<Hypothesis, Answered[]> {
  const found = new Map<Hypothesis, Answered[]>();
  const screened = sample(trial.failures, ({ test }) => test, limits.screened);
  const byCost = screened.sort((a, b) => costOf(a.test) - costOf(b.test));
  for (const failure of byCost) {
    const { test } = failure;
    const reached = trial.replayer.candidates(test);
    const isDear = costOf(test) >= dearCost;
    const likely = isDear ? reached.filter((hypothesis) => found.has(hypothesis)) : reached;
    let good = explainers(trial, failure, likely);
    if (isDear && found.size === 0) {
      good = explainers(trial, failure, reached);
    }
    for (const hypothesis of good) {
      found.set(hypothesis, [...(found.get(hypothesis) ?? []), failure]);
    }
  }
  return found;
}

/** The hypotheses that explain most, overall and per op. */
export function finalistsOf(screened: ReadonlyMap<Hypothesis, readonly Answered[]>): Hypothesis[] {
  const ordered = [...screened].sort((a, b) => b[1].length - a[1].length);
  const chosen = new Set(ordered.slice(0, limits.finalists).map(([hypothesis]) => hypothesis));
  const perOp = new Map<string, [Hypothesis, number][]>();
  for (const [hypothesis, failures] of ordered) {
    const counts = new Map<string, number>();
    for (const { test } of failures) counts.set(test.op, (counts.get(test.op) ?? 0) + 1);
    for (const [op, count] of counts)
      perOp.set(op, [...(perOp.get(op) ?? []), [hypothesis, count]]);
  }
  for (const entries of perOp.values()) {
    entries.sort((a, b) => b[1] - a[1]);
    for (const [hypothesis] of entries.slice(0, limits.finalistsPerOp)) chosen.add(hypothesis);
  }
  return [...chosen].slice(0, limits.finalistsInAll);
}

function reachesCase(trial: Trial, test: TestCase, hypotheses: readonly Hypothesis[]): boolean {
  return hypotheses.some((hypothesis) => trial.replayer.reaches(test, hypothesis));
}

/** Counts what a hypothesis, or a combination, explains and what speaks against it. */
export function weigh(trial: Trial, hypotheses: readonly Hypothesis[]): Candidate {
  const { replayer, weighing: budget } = trial;
  const explained = new Set<Answered>();
  let exact = 0;
  for (const failure of sample(trial.failures, ({ test }) => test, limits.counted)) {
    if (!reachesCase(trial, failure.test, hypotheses)) continue;
    if (!spend(budget, failure.test)) break;
    const answer = replayer.answer(failure.test, hypotheses);
    if (!explains(answer, failure.test.vector, failure.reply)) continue;
    explained.add(failure);
    if (reproduces(answer, failure.test.vector, failure.reply)) exact++;
  }
  const passing = sample(trial.passed, (t) => t, limits.passing);
  return { hypotheses, explained, exact, ...objections(trial, { hypotheses, explained }, passing) };
}

/** Whether only whole training steps and trainings show the mistake. */
function isOfTrainings(explained: ReadonlySet<Answered>): boolean {
  return [...explained].every(({ test }) => isComposite(test));
}

/** Passing cases of a hypothesis' own arms that it would have changed, and those of other arms. */
function objections(
  trial: Trial,
  { hypotheses, explained }: Pick<Candidate, 'hypotheses' | 'explained'>,
  passing: readonly TestCase[],
): { contradicted: number; outside: number; tried: number } {
  const scope = new Set([...explained].map(({ test }) => armOf(test)));
  // a training runs many arms, and what an edit reaches in it is dear to find
  const isSimple = !isOfTrainings(explained);
  const found = { contradicted: 0, outside: 0, tried: 0 };
  for (const test of passing) {
    if (isSimple && isComposite(test)) continue;
    if (!reachesCase(trial, test, hypotheses)) continue;
    if (!spend(trial.weighing, test)) break;
    found.tried++;
    const answer = trial.replayer.answer(test, hypotheses);
    if (!contradicts(answer, test.vector, trial.observes)) continue;
    if (scope.has(armOf(test))) found.contradicted++;
    else found.outside++;
  }
  return found;
}

/**
 * Tells candidates apart that are about as good, by more passing cases of the ops that they explain: what
 * they would change in the arms that are right.
 */
export function sharpen(trial: Trial, candidates: readonly Candidate[]): Candidate[] {
  const all = new Set(trial.failures);
  const scores = new Map(candidates.map((candidate) => [candidate, scoreOf(candidate, all)]));
  const least = limits.close.score * Math.max(0, ...scores.values());
  const close = candidates
    .filter((candidate) => least > 0 && scores.get(candidate)! >= least)
    .slice(0, limits.close.candidates);
  if (close.length < 2) return [...candidates];
  const groups = new Set(
    close.flatMap(({ explained }) => [...explained].map(({ test }) => groupOf(test))),
  );
  const ofOps = trial.passed.filter((test) => groups.has(groupOf(test)) && costOf(test) < dearCost);
  const passing = evenly(ofOps, limits.close.passing);
  return candidates.map((candidate) => {
    if (!close.includes(candidate)) return candidate;
    const { contradicted, outside } = objections(trial, candidate, passing);
    const more = { ...candidate, outside: Math.max(candidate.outside, outside) };
    // the arms of other ops are many: only trainings are all of one
    return isOfTrainings(candidate.explained) ? { ...more, contradicted } : more;
  });
}

/** The same candidate counted on every failure, as far as the budget goes. */
export function recount(trial: Trial, candidate: Candidate): Candidate {
  const explained = new Set(candidate.explained);
  for (const failure of trial.failures) {
    if (explained.has(failure) || !reachesCase(trial, failure.test, candidate.hypotheses)) continue;
    if (!spend(trial.weighing, failure.test)) break;
    const answer = trial.replayer.answer(failure.test, candidate.hypotheses);
    if (explains(answer, failure.test.vector, failure.reply)) explained.add(failure);
  }
  return { ...candidate, explained };
}

/** What a refusal in common is worth beside outputs in common: a wrong refusal has many causes. */
const refusalWorth = 0.3;

/**
 * What a hypothesis is worth beside a known mistake that explains as much: an edit that nobody thought of, or
 * a choice of another contract, a little less, and all of another contract least.
 */
export function trustIn({ kind, replaces }: Hypothesis): number {
  if (kind === 'contract') return 0.98;
  const isChoice = kind === 'mutant' && replaces.every((name) => name.startsWith('contract.'));
  return kind === 'variant' || isChoice ? 0.995 : 1;
}

/**
 * What a hypothesis is worth that would have changed what other arms of the code got right, and how much of
 * that there must be beside what it explains.
 */
const spread = { worth: 0.99, share: 0.1 };

/** Explained failures of the given ones, discounted by bare refusals and by changed passing cases. */
export function scoreOf(candidate: Candidate, open: ReadonlySet<Answered>): number {
  const fresh = [...candidate.explained].filter((failure) => open.has(failure)).length;
  const { explained, exact, contradicted, outside } = candidate;
  if (explained.size === 0) return 0;
  const worth = exact + refusalWorth * (explained.size - exact);
  const isSpread = outside > spread.share * explained.size;
  const trust = trustIn(candidate.hypotheses[0]!) * (isSpread ? spread.worth : 1);
  return (trust * fresh * worth) / (explained.size + contradicted);
}

interface Belief {
  /** of the failures of the ops that it explains something of */
  readonly share: number;
  /** of what it predicts, the part that is seen */
  readonly precision: number;
  readonly explained: number;
}

/** What is believed: what explains most, or what explains less, but often and without contradiction. */
const believed: readonly Belief[] = [
  { share: 0.6, precision: 0.5, explained: 1 },
  { share: 0.3, precision: 0.97, explained: 5 },
];

/** What a further explanation must reach: it may not be a chance. */
const furtherPrecisionMin = 0.9;

/** Failures of the ops of which the candidate explains some, as many of them as were weighed. */
function inScope({ explained }: Candidate, weighed: readonly Answered[]): number {
  const scope = new Set([...explained].map(({ test }) => groupOf(test)));
  return weighed.filter(({ test }) => scope.has(groupOf(test))).length;
}

function precisionOf({ explained, contradicted }: Candidate): number {
  return explained.size / Math.max(1, explained.size + contradicted);
}

/** Negative where `a` is the better explanation of the open failures. */
export function compareCandidates(a: Candidate, b: Candidate, open: ReadonlySet<Answered>): number {
  const byScore = scoreOf(b, open) - scoreOf(a, open);
  if (byScore !== 0) return byScore;
  const isContract = ({ hypotheses }: Candidate): number =>
    hypotheses[0]!.kind === 'contract' ? 1 : 0;
  const breadth = ({ hypotheses }: Candidate): number =>
    hypotheses.reduce((sum, { replaces }) => sum + replaces.length, 0);
  return (
    a.hypotheses.length - b.hypotheses.length ||
    b.exact - a.exact ||
    a.outside - b.outside ||
    a.hypotheses[0]!.farFetched - b.hypotheses[0]!.farFetched ||
    isContract(a) - isContract(b) ||
    breadth(a) - breadth(b)
  );
}

/**
 * Takes the best candidate, then the best for what it leaves open, and so on. A later one must explain
 * something without any passing case against it.
 */
export function cover(
  candidates: readonly Candidate[],
  failures: readonly Answered[],
): Candidate[] {
  const open = new Set(failures);
  const weighed = sample(failures, ({ test }) => test, limits.counted);
  const believable = candidates.filter((candidate) => {
    const { size } = candidate.explained;
    const share = size / Math.max(1, inScope(candidate, weighed));
    const precision = precisionOf(candidate);
    return believed.some(
      (least) => share >= least.share && precision >= least.precision && size >= least.explained,
    );
  });
  const chosen: Candidate[] = [];
  while (open.size > 0) {
    const [best] = believable
      .filter(
        (c) =>
          scoreOf(c, open) > 0 && (chosen.length === 0 || precisionOf(c) >= furtherPrecisionMin),
      )
      .sort((a, b) => compareCandidates(a, b, open));
    if (best === undefined) break;
    chosen.push(best);
    for (const failure of best.explained) open.delete(failure);
  }
  return chosen;
}
