/** A hypothesis held against the wrong answers of a cell and against what is right in it. */

import type { TestCase } from '../core/load.ts';
import {
  contradicts,
  type Hypothesis,
  hasSameOutputs,
  type Replayer,
  reproduces,
  statusAspect,
} from './hypothesis.ts';
import { affordable, type Budget, spend } from './sample.ts';
import { type Cell, isComposite, type Unit } from './units.ts';

export interface Trial {
  readonly cells: readonly Cell[];
  /** cases of ops of which none failed */
  readonly clean: readonly TestCase[];
  readonly replayer: Replayer;
  readonly budget: Budget;
  /** lets the process answer signals; throws where it was told to stop */
  pause(): Promise<void>;
}

/** Another contract and another arithmetic act in many places, in each together with others. */
export function actsEverywhere({ kind, functions }: Hypothesis): boolean {
  if (kind !== 'mistake') return kind === 'contract';
  return functions.every((name) => name.startsWith('f.'));
}

export const isSimple = ({ op }: Cell): boolean => !isComposite(op);

/** How many cases of a cell are tried: to find candidates, to weigh them, and to hold against them. */
export const tries = { seeds: 3, weighed: 12, against: 24, cost: 60 } as const;

/** The same, in further cells of an op and aspect: mostly those of other contracts. */
export const lighter = { ...tries, weighed: 4, against: 6 } as const;

export type Tries = typeof tries | typeof lighter;

export const unitTest = ({ failure }: Unit): TestCase => failure.test;

/** A guard says nothing about what is computed where it is passed; of anything else the outputs are known too. */
const isGuard = ({ functions }: Hypothesis): boolean =>
  functions.length > 0 && functions.every((name) => /guard|demand|^contract\./i.test(name));

/** Whether a mistake gives the wrong answer; undefined where it leads nowhere defined, which proves nothing. */
export function holds(
  { replayer }: Trial,
  hypothesis: Hypothesis,
  { failure, aspect }: Unit,
): boolean | undefined {
  const { test, reply } = failure;
  const answer = replayer.answer(test, hypothesis);
  if (answer.status === 'failed') return undefined;
  const isPassed = aspect === statusAspect && reply.status === 'ok';
  if (isPassed && !isGuard(hypothesis) && !hasSameOutputs(answer, test.vector, reply)) return false;
  return reproduces(answer, test.vector, reply, aspect);
}

/** The least share of answers tried that a mistake must give, the others being undefined under it. */
const definedMin = 2 / 3;

export function isWholeOf(trial: Trial, hypothesis: Hypothesis, units: readonly Unit[]): boolean {
  const outcomes = units.map((unit) => holds(trial, hypothesis, unit));
  const given = outcomes.filter((outcome) => outcome === true).length;
  return given > 0 && given >= definedMin * units.length && !outcomes.includes(false);
}

/** Whether a mistake would have changed another output of the same answer, which is right. */
export function spoils(
  { replayer }: Trial,
  hypothesis: Hypothesis,
  { failure, wrong }: Unit,
): boolean {
  const { test } = failure;
  const answer = replayer.answer(test, hypothesis);
  if (answer.status !== 'ok' || wrong.includes(statusAspect)) return false;
  return Object.keys(test.vector.expected.outputs ?? {}).some(
    (name) => !wrong.includes(name) && contradicts(answer, test.vector, name),
  );
}

/** Of what acts everywhere, the share that may be otherwise: it meets other differences. */
export const toleranceEverywhere = 0.1;

/** Whether a mistake would have changed what is right in a cell. */
export function isAgainst(
  { replayer, budget }: Trial,
  hypothesis: Hypothesis,
  cell: Cell,
  { against, cost }: Tries = tries,
): boolean {
  // nothing is a contract by halves, but much is beside one
  if (hypothesis.kind === 'contract') return false;
  const failing = affordable(cell.right, (t) => t, against, cost);
  const passed = affordable(cell.passed, (t) => t, against, cost);
  const isChanged = (test: TestCase, aspect?: string): boolean =>
    replayer.reaches(test, hypothesis) &&
    spend(budget, test) &&
    contradicts(replayer.answer(test, hypothesis), test.vector, aspect);
  if (!actsEverywhere(hypothesis)) {
    // what makes a backend refuse shows in the outputs of what it does not refuse
    const shown = cell.aspect === statusAspect ? undefined : cell.aspect;
    return (
      passed.some((test) => isChanged(test, shown)) ||
      failing.some((test) => isChanged(test, cell.aspect))
    );
  }
  const changed = [...[...passed, ...failing].filter((test) => isChanged(test, cell.aspect))];
  return changed.length > toleranceEverywhere * (passed.length + failing.length);
}
