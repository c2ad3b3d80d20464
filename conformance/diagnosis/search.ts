/**
 * Finds the mistakes that reproduce wrong answers bit for bit. A mistake is believed in a cell where it
 * reproduces every wrong answer that is tried and changes nothing that is right; of several, the one that
 * is believed in most places.
 */

import type { TestCase } from '../core/load.ts';
import { contradicts, type Hypothesis, type Replayer, reproduces } from './hypothesis.ts';
import { affordable, type Budget, costOf, spend } from './sample.ts';
import { type Cell, isComposite, type Unit } from './units.ts';

export interface Trial {
  readonly cells: readonly Cell[];
  readonly replayer: Replayer;
  readonly budget: Budget;
  /** lets the process answer signals; throws where it was told to stop */
  pause(): Promise<void>;
}

/** A hypothesis held against everything that it can change. */
export interface Weighed {
  readonly hypothesis: Hypothesis;
  /** cells in which it reproduces every wrong answer tried, and changes nothing that is right */
  readonly whole: ReadonlySet<Cell>;
  /** cells in which it reproduces some, and changes nothing that is right */
  readonly partial: ReadonlyMap<Cell, number>;
  /** cells with failures in which it would have changed what is right, or reproduces nothing */
  readonly cleared: ReadonlySet<Cell>;
}

const isSimple = ({ op }: Cell): boolean => !isComposite(op);

/** How many cases of a cell are tried: to find candidates, to weigh them, and to hold against them. */
const tries = { seeds: 3, weighed: 12, against: 24, cost: 60 } as const;

const unitTest = ({ failure }: Unit): TestCase => failure.test;

function holds({ replayer }: Trial, hypothesis: Hypothesis, { failure, aspect }: Unit): boolean {
  const { test, reply } = failure;
  return reproduces(replayer.answer(test, hypothesis), test.vector, reply, aspect);
}

/** Of what acts everywhere, the share that may be otherwise: it meets other differences. */
const toleranceEverywhere = 0.1;

/** Whether a mistake would have changed what is right in a cell. */
function isAgainst({ replayer, budget }: Trial, hypothesis: Hypothesis, cell: Cell): boolean {
  const failing = affordable(cell.right, (t) => t, tries.against, tries.cost);
  const passed = affordable(cell.passed, (t) => t, tries.against, tries.cost);
  const isChanged = (test: TestCase, aspect?: string): boolean =>
    replayer.reaches(test, hypothesis) &&
    spend(budget, test) &&
    contradicts(replayer.answer(test, hypothesis), test.vector, aspect);
  // nothing is a contract by halves, but much is beside one
  if (hypothesis.kind === 'contract') return false;
  if (!actsEverywhere(hypothesis)) {
    const isWrong = (test: TestCase): boolean => isChanged(test, cell.aspect);
    return passed.some((test) => isChanged(test)) || failing.some(isWrong);
  }
  const changed = [
    ...passed.filter((test) => isChanged(test)),
    ...failing.filter((test) => isChanged(test, cell.aspect)),
  ];
  return changed.length > toleranceEverywhere * (passed.length + failing.length);
}

/** Candidates of a cell: what reproduces one of a few wrong answers, and nothing that the next one refutes. */
function candidatesOf(trial: Trial, cell: Cell): Set<Hypothesis> {
  const { replayer, budget } = trial;
  const { units } = cell;
  const found = new Set<Hypothesis>();
  const byCost = [...units].sort((a, b) => costOf(unitTest(a)) - costOf(unitTest(b)));
  const cheap = byCost.slice(0, Math.max(tries.seeds, Math.ceil(units.length / 2)));
  for (const unit of affordable(cheap, unitTest, tries.seeds, tries.cost)) {
    for (const hypothesis of replayer.candidates(unitTest(unit))) {
      if (found.has(hypothesis) || !spend(budget, unitTest(unit))) continue;
      if (holds(trial, hypothesis, unit)) found.add(hypothesis);
    }
  }
  for (const hypothesis of found) if (isAgainst(trial, hypothesis, cell)) found.delete(hypothesis);
  return found;
}

function weigh(trial: Trial, hypothesis: Hypothesis, cells: readonly Cell[]): Weighed {
  const { replayer, budget } = trial;
  const whole = new Set<Cell>();
  const partial = new Map<Cell, number>();
  const cleared = new Set<Cell>();
  for (const cell of cells) {
    // a training is dear: one of its failures says enough
    const some = isSimple(cell) ? tries.weighed : 1;
    const sampled = affordable(cell.units, unitTest, some, tries.cost);
    const reaching = sampled.filter((unit) => replayer.reaches(unitTest(unit), hypothesis));
    if (reaching.length === 0) continue;
    const tried = reaching.filter((unit) => spend(budget, unitTest(unit)));
    const count = tried.filter((unit) => holds(trial, hypothesis, unit)).length;
    if (count === 0 || (isSimple(cell) && isAgainst(trial, hypothesis, cell))) cleared.add(cell);
    else if (count === sampled.length) whole.add(cell);
    else partial.set(cell, count / sampled.length);
  }
  const made = { hypothesis, whole, partial, cleared };
  return actsEverywhere(hypothesis) ? closed(made) : made;
}

/** Another contract and another arithmetic act in many places, in each together with others. */
export function actsEverywhere({ kind, functions }: Hypothesis): boolean {
  if (kind !== 'mistake') return kind === 'contract';
  return functions.every((name) => name.startsWith('f.'));
}

/** What acts everywhere is believed where it shows at all, if it gives nine of ten wrong answers. */
function closed({ hypothesis, whole, partial, cleared }: Weighed): Weighed {
  const got = [...partial].reduce((sum, [{ units }, share]) => sum + share * units.length, 0);
  const all = sizeOf(whole) + sizeOf(partial.keys()) + sizeOf(cleared);
  if (sizeOf(whole) + got < (1 - toleranceEverywhere) * all)
    return { hypothesis, whole, partial, cleared };
  return { hypothesis, whole: new Set([...whole, ...partial.keys()]), partial: new Map(), cleared };
}

const sizeOf = (cells: Iterable<Cell>): number =>
  [...cells].reduce((sum, { units }) => sum + units.length, 0);

const kindOrder: readonly Hypothesis['kind'][] = ['mistake', 'call', 'contract'];

/** Negative where `a` explains the open cells better. */
function compare(a: Weighed, b: Weighed, open: ReadonlySet<Cell>): number {
  const wholeOf = ({ whole }: Weighed): number => sizeOf([...whole].filter((c) => open.has(c)));
  const partOf = ({ partial }: Weighed): number =>
    [...partial].reduce((sum, [c, share]) => sum + (open.has(c) ? share * c.units.length : 0), 0);
  return (
    Number(isTrusted(b)) - Number(isTrusted(a)) ||
    wholeOf(b) - wholeOf(a) ||
    partOf(b) - partOf(a) ||
    sizeOf(a.cleared) - sizeOf(b.cleared) ||
    kindOrder.indexOf(a.hypothesis.kind) - kindOrder.indexOf(b.hypothesis.kind) ||
    a.hypothesis.functions.length - b.hypothesis.functions.length
  );
}

/**
 * Whether more is explained than left open where the replaced functions take part. Where it is the other way
 * round, something else is wrong with them, and what is explained is a coincidence or a second mistake.
 */
export function isTrusted({ whole, partial, cleared }: Weighed): boolean {
  const left = [...cleared, ...partial.keys()].filter(isSimple);
  return sizeOf(whole) >= sizeOf(left);
}

export interface Explained {
  readonly weighed: Weighed;
  /** cells that it explains and nothing before it does */
  readonly cells: readonly Cell[];
  /** others that explain the very same */
  readonly rivals: readonly Hypothesis[];
}

function cover(weighed: readonly Weighed[], cells: readonly Cell[]): Explained[] {
  const open = new Set(cells);
  const chosen: Explained[] = [];
  while (open.size > 0) {
    const useful = weighed.filter(({ whole }) => [...whole].some((cell) => open.has(cell)));
    const [best] = [...useful].sort((a, b) => compare(a, b, open));
    if (best === undefined) break;
    const own = [...best.whole].filter((cell) => open.has(cell));
    const rivals = useful
      .filter((other) => other !== best && own.every((cell) => other.whole.has(cell)))
      .map(({ hypothesis }) => hypothesis);
    chosen.push({ weighed: best, cells: own, rivals });
    for (const cell of own) open.delete(cell);
  }
  return chosen;
}

/** Cells of the plainest ops first: what is found there mostly explains the others. */
function inOrder({ cells, replayer }: Trial): Cell[] {
  const size = new Map(
    cells.map((cell) => [cell, replayer.functionsOf(unitTest(cell.units[0]!)).size]),
  );
  return [...cells].sort(
    (a, b) => Number(isComposite(a.op)) - Number(isComposite(b.op)) || size.get(a)! - size.get(b)!,
  );
}

/** The mistakes that explain whole cells, the one that explains most first. */
export async function explain(trial: Trial): Promise<Explained[]> {
  const ordered = inOrder(trial);
  const simple = ordered.filter(isSimple);
  // what is wrong in an op shows in whole trainings too: they are searched only where nothing else fails
  const searched = simple.length > 0 ? simple : ordered;
  const weighed = new Map<Hypothesis, Weighed>();
  const open = new Set(searched);
  for (const cell of searched) {
    if (!open.has(cell)) continue;
    await trial.pause();
    for (const hypothesis of candidatesOf(trial, cell)) {
      if (!weighed.has(hypothesis)) weighed.set(hypothesis, weigh(trial, hypothesis, searched));
    }
    for (const { whole, cleared } of weighed.values()) {
      if (cleared.size === 0) for (const done of whole) open.delete(done);
    }
  }
  return cover([...weighed.values()], searched);
}
