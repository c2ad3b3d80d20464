/**
 * Finds the mistakes that reproduce wrong answers bit for bit. A mistake is believed in a cell where it
 * reproduces every wrong answer that is tried and changes nothing that is right; of several, the one that
 * is believed in most places.
 */

import type { TestCase } from '../core/load.ts';
import {
  contradicts,
  type Hypothesis,
  hasSameOutputs,
  leftBy,
  type Replayer,
  reproduces,
  statusAspect,
} from './hypothesis.ts';
import { affordable, type Budget, costOf, evenly, spend } from './sample.ts';
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

/** A hypothesis held against everything that it can change. */
export interface Weighed {
  readonly hypothesis: Hypothesis;
  /** cells in which it reproduces every wrong answer tried, and changes nothing that is right */
  readonly whole: ReadonlySet<Cell>;
  /** cells in which it reproduces some, and changes nothing that is right */
  readonly partial: ReadonlyMap<Cell, number>;
  /** cells with failures in which it would have changed what is right, or reproduces nothing */
  readonly cleared: ReadonlySet<Cell>;
  /** wrong answers tried of which it gives every output */
  readonly exact: number;
  /** wrong answers tried in which it would have changed another output, which is right */
  readonly spoilt: number;
}

const isSimple = ({ op }: Cell): boolean => !isComposite(op);

/** How many cases of a cell are tried: to find candidates, to weigh them, and to hold against them. */
const tries = { seeds: 3, weighed: 12, against: 24, cost: 60 } as const;

/** The same, in further cells of an op and aspect: mostly those of other contracts. */
const lighter = { ...tries, weighed: 4, against: 6 } as const;

type Tries = typeof tries | typeof lighter;

const unitTest = ({ failure }: Unit): TestCase => failure.test;

/** Whether a mistake gives the wrong answer; undefined where it leads nowhere defined, which proves nothing. */
function holds(
  { replayer }: Trial,
  hypothesis: Hypothesis,
  { failure, aspect }: Unit,
): boolean | undefined {
  const { test, reply } = failure;
  const answer = replayer.answer(test, hypothesis);
  return answer.status === 'failed' ? undefined : reproduces(answer, test.vector, reply, aspect);
}

/** The least share of answers tried that a mistake must give, the others being undefined under it. */
const definedMin = 2 / 3;

function isWholeOf(trial: Trial, hypothesis: Hypothesis, units: readonly Unit[]): boolean {
  const outcomes = units.map((unit) => holds(trial, hypothesis, unit));
  const given = outcomes.filter((outcome) => outcome === true).length;
  return given > 0 && given >= definedMin * units.length && !outcomes.includes(false);
}

/** Whether a mistake would have changed another output of the same answer, which is right. */
function spoils({ replayer }: Trial, hypothesis: Hypothesis, { failure, wrong }: Unit): boolean {
  const { test } = failure;
  const answer = replayer.answer(test, hypothesis);
  if (answer.status !== 'ok' || wrong.includes(statusAspect)) return false;
  return Object.keys(test.vector.expected.outputs ?? {}).some(
    (name) => !wrong.includes(name) && contradicts(answer, test.vector, name),
  );
}

/** Of what acts everywhere, the share that may be otherwise: it meets other differences. */
const toleranceEverywhere = 0.1;

/** Whether a mistake would have changed what is right in a cell. */
function isAgainst(
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

/** Those of the hypotheses that give one of the wrong answers, and change nothing that is right. */
function fitting(
  trial: Trial,
  cell: Cell,
  units: readonly Unit[],
  of: (test: TestCase) => readonly Hypothesis[],
): Hypothesis[] {
  const found = new Set<Hypothesis>();
  for (const unit of units) {
    const test = unitTest(unit);
    for (const hypothesis of of(test)) {
      if (found.has(hypothesis) || !spend(trial.budget, test)) continue;
      if (holds(trial, hypothesis, unit) === true) found.add(hypothesis);
    }
  }
  return [...found].filter((hypothesis) => !isAgainst(trial, hypothesis, cell));
}

/** Wrong bytes of one answer that no slip gives by chance. */
const wrongBytesMin = 8;

/** Whether there is enough to hold slips against: a second answer, or many wrong bytes in the only one. */
function saysEnough(units: readonly Unit[]): boolean {
  const [first, second] = units;
  if (first === undefined || second !== undefined) return second !== undefined;
  const { failure, aspect } = first;
  const { vector } = failure.test;
  const want = vector.expected.outputs?.[aspect]?.data;
  const got = leftBy(failure.reply, vector, aspect)?.data;
  if (want === undefined || got === undefined) return false;
  return want.filter((byte, at) => byte !== got[at]).length >= wrongBytesMin;
}

/** What may be wrong in a cell: known mistakes and other calls, else slips. */
function candidatesOf(trial: Trial, cell: Cell): Hypothesis[] {
  const { replayer } = trial;
  const { units } = cell;
  const byCost = [...units].sort((a, b) => costOf(unitTest(a)) - costOf(unitTest(b)));
  const cheap = byCost.slice(0, Math.max(tries.seeds, Math.ceil(units.length / 2)));
  const seeds = affordable(cheap, unitTest, tries.seeds, tries.cost);
  const known = fitting(trial, cell, seeds, replayer.candidates);
  const some = affordable(units, unitTest, tries.weighed, tries.cost);
  if (!saysEnough(units) || known.some((h) => isWholeOf(trial, h, some))) return known;
  // a slip gives every wrong answer, so one of them is enough to find it; and it changes nothing else
  const slips = fitting(trial, cell, seeds.slice(-1), replayer.slips).filter(
    (h) => isWholeOf(trial, h, some) && !some.some((unit) => spoils(trial, h, unit)),
  );
  return [...known, ...slips];
}

function weigh(trial: Trial, hypothesis: Hypothesis, cells: readonly Cell[]): Weighed {
  const { replayer, budget } = trial;
  const whole = new Set<Cell>();
  const partial = new Map<Cell, number>();
  const cleared = new Set<Cell>();
  let exact = 0;
  let spoilt = 0;
  const met = new Set<string>();
  for (const cell of cells) {
    const kind = `${cell.op} ${cell.aspect}`;
    const effort = met.has(kind) ? lighter : tries;
    met.add(kind);
    // a training is dear: one of its failures says enough
    const some = isSimple(cell) ? effort.weighed : 1;
    const sampled = affordable(cell.units, unitTest, some, tries.cost);
    const reaching = sampled.filter((unit) => replayer.reaches(unitTest(unit), hypothesis));
    if (reaching.length === 0) continue;
    const isGiven = (unit: Unit): boolean =>
      spend(budget, unitTest(unit)) && holds(trial, hypothesis, unit) === true;
    // mostly none is given, and few say so
    if (!evenly(reaching, tries.seeds).some(isGiven)) {
      cleared.add(cell);
      continue;
    }
    const tried = reaching.filter((unit) => spend(budget, unitTest(unit)));
    if (tried.length === 0) continue;
    const count = tried.filter((unit) => holds(trial, hypothesis, unit) === true).length;
    spoilt += tried.filter((unit) => spoils(trial, hypothesis, unit)).length;
    exact += tried.filter(({ failure: { test, reply } }) =>
      hasSameOutputs(replayer.answer(test, hypothesis), test.vector, reply),
    ).length;
    if (count === 0 || (isSimple(cell) && isAgainst(trial, hypothesis, cell, effort)))
      cleared.add(cell);
    else if (isWholeOf(trial, hypothesis, sampled)) whole.add(cell);
    else partial.set(cell, count / sampled.length);
  }
  const made = { hypothesis, whole, partial, cleared, exact, spoilt };
  return actsEverywhere(hypothesis) ? closed(made) : made;
}

/** Another contract and another arithmetic act in many places, in each together with others. */
export function actsEverywhere({ kind, functions }: Hypothesis): boolean {
  if (kind !== 'mistake') return kind === 'contract';
  return functions.every((name) => name.startsWith('f.'));
}

/** What acts everywhere is believed where it shows at all, if it gives nine of ten wrong answers. */
function closed(weighed: Weighed): Weighed {
  const { whole, partial, cleared } = weighed;
  const got = [...partial].reduce((sum, [{ units }, share]) => sum + share * units.length, 0);
  const all = sizeOf(whole) + sizeOf(partial.keys()) + sizeOf(cleared);
  if (sizeOf(whole) + got < (1 - toleranceEverywhere) * all) return weighed;
  return { ...weighed, whole: new Set([...whole, ...partial.keys()]), partial: new Map() };
}

const sizeOf = (cells: Iterable<Cell>): number =>
  [...cells].reduce((sum, { units }) => sum + units.length, 0);

const kindOrder: readonly Hypothesis['kind'][] = ['mistake', 'call', 'slip', 'contract'];

/** Negative where `a` explains the open cells better. */
function compare(a: Weighed, b: Weighed, open: ReadonlySet<Cell>): number {
  const wholeOf = ({ whole }: Weighed): number => sizeOf([...whole].filter((c) => open.has(c)));
  const partOf = ({ partial }: Weighed): number =>
    [...partial].reduce((sum, [c, share]) => sum + (open.has(c) ? share * c.units.length : 0), 0);
  return (
    Number(isTrusted(b)) - Number(isTrusted(a)) ||
    wholeOf(b) - wholeOf(a) ||
    partOf(b) - partOf(a) ||
    a.spoilt - b.spoilt ||
    sizeOf(a.cleared) - sizeOf(b.cleared) ||
    b.exact - a.exact ||
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

/** A mistake that gives fewer of the wrong answers is most likely another one. */
const partMin = 0.25;

/** Whether what a mistake leaves is of the ops that it explains a good part of. */
export function isOfSameOps({ whole, partial, cleared }: Weighed): boolean {
  const left = [...cleared, ...partial.keys()].filter(isSimple);
  const ops = new Set([...whole].map(({ op }) => op));
  const isOwn = left.every(({ op }) => ops.has(op));
  return isOwn && sizeOf(whole) >= partMin * (sizeOf(whole) + sizeOf(left));
}

export interface Explained {
  readonly weighed: Weighed;
  /** cells that it explains and nothing before it does */
  readonly cells: readonly Cell[];
  /** others that explain the very same */
  readonly rivals: readonly Hypothesis[];
  /** ops without a failure that it would have changed */
  readonly cleared: readonly string[];
}

/** How many of the mistakes that explain the same are held against ops that passed, and with how many cases. */
const refuting = { rivals: 8, cases: 3 } as const;

/** Ops of which every case passed and would not have under the mistake. */
function refutersOf({ replayer, clean, budget }: Trial, hypothesis: Hypothesis): string[] {
  const refuters = new Set<string>();
  if (hypothesis.kind === 'contract' || hypothesis.kind === 'call') return [];
  const left = new Map<string, number>();
  for (const test of clean) {
    const tried = left.get(test.op) ?? 0;
    if (tried >= refuting.cases || refuters.has(test.op)) continue;
    if (!replayer.reaches(test, hypothesis) || !spend(budget, test)) continue;
    left.set(test.op, tried + 1);
    if (contradicts(replayer.answer(test, hypothesis), test.vector)) refuters.add(test.op);
  }
  return [...refuters].sort();
}

/** The mistakes that explain the open cells, one after the other; of equals the one that fewest passes refute. */
function cover(trial: Trial, weighed: readonly Weighed[], cells: readonly Cell[]): Explained[] {
  const open = new Set(cells);
  const chosen: Explained[] = [];
  while (open.size > 0) {
    const useful = weighed.filter(({ whole }) => [...whole].some((cell) => open.has(cell)));
    const ranked = [...useful].sort((a, b) => compare(a, b, open));
    const [best] = ranked;
    if (best === undefined) break;
    const own = [...best.whole].filter((cell) => open.has(cell));
    const equals = ranked
      .filter((other) => own.every((cell) => other.whole.has(cell)))
      .slice(0, refuting.rivals)
      .map((other) => ({ other, refuters: refutersOf(trial, other.hypothesis) }));
    const fewest = Math.min(...equals.map(({ refuters }) => refuters.length));
    const [first, ...others] = equals.filter(({ refuters }) => refuters.length === fewest);
    const rivals = others.map(({ other }) => other.hypothesis);
    chosen.push({ weighed: first!.other, cells: own, rivals, cleared: first!.refuters });
    for (const cell of own) open.delete(cell);
  }
  return chosen;
}

/** A whole contract that explains less than most of what is wrong is a coincidence. */
function isContractByHalves({ hypothesis, whole }: Weighed, cells: readonly Cell[]): boolean {
  return hypothesis.kind === 'contract' && 2 * sizeOf(whole) < sizeOf(cells);
}

/** Cells of the plainest ops first: what is found there mostly explains the others. */
function inOrder({ cells, replayer }: Trial): Cell[] {
  const sizeOfCell = (cell: Cell): number =>
    isComposite(cell.op) ? 0 : replayer.functionsOf(unitTest(cell.units[0]!)).size;
  const size = new Map(cells.map((cell) => [cell, sizeOfCell(cell)]));
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
    // another that explains more is found where this one explains nothing
    for (const known of weighed.values()) {
      if (isTrusted(known)) for (const done of known.whole) open.delete(done);
    }
  }
  const believable = [...weighed.values()].filter((w) => !isContractByHalves(w, searched));
  return cover(trial, believable, searched);
}
