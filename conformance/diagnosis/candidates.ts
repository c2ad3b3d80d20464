/** What may be wrong in a cell: known mistakes, other calls, slips in one step; each perhaps in some cases only. */

import type { TestCase } from '../core/load.ts';
import { conditionText } from './fact_text.ts';
import { rowOf } from './facts/features.ts';
import { conditionOf } from './facts/learner.ts';
import { contradicts, type Hypothesis, isSame, leftBy, statusAspect } from './hypothesis.ts';
import { affordable, canSpend, costOf, evenly, spend } from './sample.ts';
import {
  actsEverywhere,
  holds,
  isAgainst,
  isWholeOf,
  spoils,
  type Trial,
  tries,
  unitTest,
} from './trial.ts';
import type { Cell, Unit } from './units.ts';

/** Those that give the wrong answers that are tried. */
interface Fitting {
  readonly fits: readonly Hypothesis[];
  /** they would have changed what is right, too */
  readonly against: readonly Hypothesis[];
}

function split(trial: Trial, cell: Cell, found: readonly Hypothesis[]): Fitting {
  const against = new Set(found.filter((hypothesis) => isAgainst(trial, hypothesis, cell)));
  return { fits: found.filter((hypothesis) => !against.has(hypothesis)), against: [...against] };
}

/** Those of the hypotheses that give one of the wrong answers. */
function fitting(
  trial: Trial,
  cell: Cell,
  units: readonly Unit[],
  of: (test: TestCase) => readonly Hypothesis[],
): Fitting {
  const found = new Set<Hypothesis>();
  for (const unit of units) {
    const test = unitTest(unit);
    // to make them takes time, too
    if (!canSpend(trial.budget, test)) continue;
    for (const hypothesis of of(test)) {
      if (found.has(hypothesis) || !spend(trial.budget, test)) continue;
      if (holds(trial, hypothesis, unit) === true) found.add(hypothesis);
    }
  }
  return split(trial, cell, [...found]);
}

/** Wrong bytes of one answer that no slip gives by chance. */
const wrongBytesMin = 8;

/** Whether there is enough to hold slips against: a second answer of the arm, or many wrong bytes in the only one. */
function saysEnough({ cells }: Trial, { arm }: Cell): boolean {
  const [first, second] = cells.filter((cell) => cell.arm === arm).flatMap(({ units }) => units);
  if (first === undefined || second !== undefined) return second !== undefined;
  const { failure, aspect } = first;
  const { vector } = failure.test;
  const want = vector.expected.outputs?.[aspect]?.data;
  const got = leftBy(failure.reply, vector, aspect)?.data;
  if (want === undefined || got === undefined) return false;
  return want.filter((byte, at) => byte !== got[at]).length >= wrongBytesMin;
}

/** How many mistakes are narrowed down to some cases, and right cases that one is held against for it. */
const narrowing = { hypotheses: 6, right: 60, cost: 120 } as const;

/** A mistake in a part of the cases: where a plain condition sets those apart in which it would change what is right. */
function narrowed(
  trial: Trial,
  cell: Cell,
  hypothesis: Hypothesis,
  rank: number,
): Hypothesis | undefined {
  if (actsEverywhere(hypothesis) || cell.aspect === statusAspect) return undefined;
  const { replayer, cells, budget } = trial;
  const own = cells.filter(({ op, aspect }) => op === cell.op && aspect === cell.aspect);
  const failing = own.flatMap(({ units }) => units);
  const right = affordable(
    own.flatMap((one) => [...one.passed, ...one.right]),
    (test) => test,
    narrowing.right,
    narrowing.cost,
  );
  const changed = right.filter(
    (test) =>
      replayer.reaches(test, hypothesis) &&
      spend(budget, test) &&
      contradicts(replayer.answer(test, hypothesis), test.vector, cell.aspect),
  );
  const condition = conditionOf(
    evenly(failing, narrowing.right).map((unit) => rowOf(unitTest(unit))),
    changed.map(rowOf),
  );
  if (condition === undefined || condition.left > 0) return undefined;
  const fits = (test: TestCase): boolean => condition.holds(rowOf(test));
  return replayer.only(hypothesis, conditionText(condition), fits, rank);
}

/** What would also change what is right in a cell, each where a condition sets it apart; the units are of the cell. */
export function narrowedOf(trial: Trial, cell: Cell, against: readonly Hypothesis[]): Hypothesis[] {
  const some = affordable(cell.units, unitTest, tries.weighed, tries.cost);
  if (!saysEnough(trial, cell)) return [];
  const right = affordable([...cell.passed, ...cell.right], (t) => t, tries.weighed, tries.cost);
  const whole = against
    .filter((hypothesis) => isWholeOf(trial, hypothesis, some))
    .map((hypothesis) => ({ hypothesis, reach: reachOf(trial, cell, hypothesis, right) }));
  // of mistakes that give the same here the plainest, which is the one that shows most elsewhere
  return whole
    .sort((a, b) => priorOf(a.hypothesis) - priorOf(b.hypothesis) || b.reach - a.reach)
    .slice(0, narrowing.hypotheses)
    .flatMap(({ hypothesis }, rank) => narrowed(trial, cell, hypothesis, rank) ?? []);
}

const priorOf = ({ prior = 0 }: Hypothesis): number => prior;

/** How many of the right cases a mistake would have changed. */
function reachOf(
  { replayer, budget }: Trial,
  { aspect }: Cell,
  hypothesis: Hypothesis,
  right: readonly TestCase[],
): number {
  return right.filter(
    (test) =>
      replayer.reaches(test, hypothesis) &&
      spend(budget, test) &&
      contradicts(replayer.answer(test, hypothesis), test.vector, aspect),
  ).length;
}

/** Evaluations that mistakes in what steps hand on may take for one answer. */
const wiredMax = 2_500;

/**
 * What the steps hand on by mistake, where what they hand on shows in the aspect of the cell. A guard that is passed by
 * mistake says little.
 */
function wiredIn(trial: Trial, { aspect }: Cell, unit: Unit): Hypothesis[] {
  const { replayer } = trial;
  const test = unitTest(unit);
  const { status } = unit.failure.reply;
  if (aspect === statusAspect ? status !== 'refused' : aspect.startsWith('(')) return [];
  const budget = { left: Math.min(trial.budget.left, wiredMax) };
  if (!canSpend(budget, test)) return [];
  const before = budget.left;
  const isSeen = (h: Hypothesis): boolean => {
    const answer = replayer.answer(test, h);
    if (aspect === statusAspect) return answer.status !== 'ok';
    const right = test.vector.expected.outputs?.[aspect];
    return answer.status !== 'ok' || !isSame(right, answer.outputs[aspect]);
  };
  const found = replayer
    .wirings(test)
    .filter(({ probes }) => probes.some((probe) => spend(budget, test) && isSeen(probe.whole())))
    .flatMap(({ tried }) => tried)
    .flatMap((handed) => {
      if (!spend(budget, test)) return [];
      const whole = handed.whole();
      if (holds(trial, whole, unit) !== true) return [];
      const inCaller = handed.inCaller?.();
      return inCaller === undefined ? [whole] : [whole, inCaller];
    });
  trial.budget.left -= before - budget.left;
  return found;
}

/** How many of the mistakes that give a part of a cell are worth holding against all others. */
const partialMax = 12;

/** Those that give all of a cell, and of the others those that give most of it. */
function likeliest(trial: Trial, cell: Cell, { fits, against }: Fitting): Fitting {
  if (fits.length <= partialMax) return { fits, against };
  const some = affordable(cell.units, unitTest, tries.weighed, tries.cost);
  const shares = fits.map((hypothesis) => ({
    hypothesis,
    share: some.filter((unit) => holds(trial, hypothesis, unit) === true).length,
  }));
  const isWhole = (share: number): boolean => share === some.length;
  const parts = shares.filter(({ share }) => !isWhole(share)).sort((a, b) => b.share - a.share);
  const best = [...shares.filter(({ share }) => isWhole(share)), ...parts.slice(0, partialMax)];
  return { fits: best.map(({ hypothesis }) => hypothesis), against };
}

/** What is looked for in a cell beside known mistakes and other calls, one after the other until something is found. */
export interface Reach {
  readonly withSlips: boolean;
  /** mistakes in what steps hand on */
  readonly withWirings: boolean;
  /** those made from the numbers and operands of a case */
  readonly withFurther: boolean;
}

/** What may be wrong in a cell: known mistakes and other calls, else slips if they are to be looked for. */
export function candidatesOf(
  trial: Trial,
  cell: Cell,
  { withSlips, withWirings, withFurther }: Reach,
): Fitting {
  const { replayer } = trial;
  const { units } = cell;
  const byCost = [...units].sort((a, b) => costOf(unitTest(a)) - costOf(unitTest(b)));
  const cheap = byCost.slice(0, Math.max(tries.seeds, Math.ceil(units.length / 2)));
  const seeds = affordable(cheap, unitTest, tries.seeds, tries.cost);
  const some = affordable(units, unitTest, tries.weighed, tries.cost);
  const isSlip = (h: Hypothesis): boolean =>
    isWholeOf(trial, h, some) && !some.some((unit) => spoils(trial, h, unit));
  const known = likeliest(trial, cell, fitting(trial, cell, seeds, replayer.candidates));
  if (!withSlips || !saysEnough(trial, cell)) return known;
  if (known.fits.some((h) => isWholeOf(trial, h, some))) return known;
  // a slip gives every wrong answer, so one of them is enough to find it; and it changes nothing else
  const slips = fitting(trial, cell, seeds.slice(-1), replayer.slips);
  const plain = slips.fits.filter(isSlip);
  if (plain.length > 0) return { fits: [...known.fits, ...plain], against: known.against };
  const [cheapest] = byCost;
  const found = withWirings && cheapest !== undefined ? wiredIn(trial, cell, cheapest) : [];
  const wired = split(trial, cell, found);
  const against = [...known.against, ...slips.against, ...wired.against];
  const handed = wired.fits.filter(isSlip);
  if (handed.length > 0 || !withFurther) return { fits: [...known.fits, ...handed], against };
  const further = fitting(trial, cell, seeds.slice(-1), replayer.further);
  const made = further.fits.filter(isSlip);
  return { fits: [...known.fits, ...made], against: [...against, ...further.against] };
}
