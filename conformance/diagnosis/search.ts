/**
 * Finds the mistakes that reproduce wrong answers bit for bit. A mistake is believed in a cell where it
 * reproduces every wrong answer that is tried and changes nothing that is right; of several, the one that
 * is believed in most places.
 */

import { candidatesOf, narrowedOf } from './candidates.ts';
import { contradicts, type Hypothesis, hasSameOutputs } from './hypothesis.ts';
import { affordable, evenly, spend } from './sample.ts';
import {
  actsEverywhere,
  holds,
  isAgainst,
  isSimple,
  isWholeOf,
  lighter,
  spoils,
  type Trial,
  toleranceEverywhere,
  tries,
  unitTest,
} from './trial.ts';
import { type Cell, isComposite, type Unit } from './units.ts';

/** Functions of the reference that a cell runs: the fewer, the plainer it is. */
const functionsIn = ({ replayer }: Trial, { units }: Cell): number =>
  replayer.functionsOf(unitTest(units[0]!)).size;

/** A hypothesis held against everything that it can change. */
export interface Weighed {
  readonly hypothesis: Hypothesis;
  /** cells in which it reproduces every wrong answer tried, and changes nothing that is right */
  readonly whole: ReadonlySet<Cell>;
  /** cells in which it reproduces some, and changes nothing that is right */
  readonly partial: ReadonlyMap<Cell, number>;
  /** cells with failures in which it would have changed what is right, or reproduces nothing */
  readonly cleared: ReadonlySet<Cell>;
  /** whether it would change what is right in another failing op, plainer than any that it explains */
  readonly isRefuted: boolean;
  /** wrong answers tried of which it gives every output */
  readonly exact: number;
  /** wrong answers tried in which it would have changed another output, which is right */
  readonly spoilt: number;
}

/** Whether it is of an answer as it is laid out, whatever computes it: what other ops do says nothing about it. */
const isOfResult = ({ kind, functions }: Hypothesis): boolean =>
  kind === 'slip' && functions.length === 0;

function weigh(trial: Trial, hypothesis: Hypothesis, cells: readonly Cell[]): Weighed {
  const { replayer, budget } = trial;
  const whole = new Set<Cell>();
  const partial = new Map<Cell, number>();
  const cleared = new Set<Cell>();
  let exact = 0;
  let spoilt = 0;
  const contradicted: Cell[] = [];
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
    const isContradicted = isSimple(cell) && isAgainst(trial, hypothesis, cell, effort);
    if (isContradicted) contradicted.push(cell);
    if (count === 0 || isContradicted) cleared.add(cell);
    else if (isWholeOf(trial, hypothesis, sampled)) whole.add(cell);
    else partial.set(cell, count / sampled.length);
  }
  const plainestOf = (some: Iterable<Cell>): number =>
    Math.min(...[...some].map((cell) => functionsIn(trial, cell)));
  const ops = new Set([...whole].map(({ op }) => op));
  const others = contradicted.filter(({ op }) => !ops.has(op));
  const isRefuted = !isOfResult(hypothesis) && plainestOf(others) < plainestOf(whole);
  const made = { hypothesis, whole, partial, cleared, isRefuted, exact, spoilt };
  return actsEverywhere(hypothesis) ? closed(made) : made;
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
    Number(a.exact === 0) - Number(b.exact === 0) ||
    wholeOf(b) - wholeOf(a) ||
    partOf(b) - partOf(a) ||
    a.spoilt - b.spoilt ||
    sizeOf(a.cleared) - sizeOf(b.cleared) ||
    b.exact - a.exact ||
    (a.hypothesis.prior ?? 0) - (b.hypothesis.prior ?? 0) ||
    kindOrder.indexOf(a.hypothesis.kind) - kindOrder.indexOf(b.hypothesis.kind) ||
    a.hypothesis.functions.length - b.hypothesis.functions.length
  );
}

/**
 * Whether more is explained than left open where the replaced functions take part. Where it is the other way
 * round, something else is wrong with them, and what is explained is a coincidence or a second mistake.
 */
export function isTrusted({ whole, partial, cleared, isRefuted }: Weighed): boolean {
  if (isRefuted) return false;
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
  if (hypothesis.kind === 'call') return [];
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

/** Wrong answers on which mistakes that explain the same are compared. */
const compared = 60;

/** Wrong answers of the cells that a mistake does not give. */
function missesOf(trial: Trial, hypothesis: Hypothesis, cells: readonly Cell[]): number {
  const units = evenly(
    cells.flatMap((cell) => cell.units),
    compared,
  );
  return units.filter(
    (unit) => spend(trial.budget, unitTest(unit)) && holds(trial, hypothesis, unit) === false,
  ).length;
}

function fewestOf<T>(items: readonly T[], countOf: (item: T) => number): T[] {
  const fewest = Math.min(...items.map(countOf));
  return items.filter((item) => countOf(item) === fewest);
}

/**
 * Where a slip gives the answers of an arm under one contract and not under another, in which it is reached as well, that is
 * a coincidence: there is one piece of code for both. What it gives of other arms stands.
 */
function withoutHalves(weighed: Weighed): Weighed {
  const { hypothesis, whole, partial, cleared } = weighed;
  if (hypothesis.kind !== 'slip') return weighed;
  const halved = new Set([...cleared, ...partial.keys()].map(({ arm }) => arm));
  return { ...weighed, whole: new Set([...whole].filter(({ arm }) => !halved.has(arm))) };
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
    // one that gives no answer with all of its outputs is no equal of one that does
    const equals = ranked
      .filter((other) => own.every((cell) => other.whole.has(cell)))
      .filter(({ exact }) => exact > 0 || best.exact === 0)
      .slice(0, refuting.rivals)
      .map((other) => {
        const isResult = isOfResult(other.hypothesis);
        const refuters = isResult ? [] : refutersOf(trial, other.hypothesis);
        // a step that computes it says more
        const misses = missesOf(trial, other.hypothesis, own);
        const against = isResult ? Number.POSITIVE_INFINITY : refuters.length;
        return { other, refuters, misses, against };
      });
    // what they were weighed on is a sample
    const closest = fewestOf(equals, ({ misses }) => misses);
    const [first, ...others] = fewestOf(closest, ({ against }) => against);
    const rivals = others.map(({ other }) => other.hypothesis);
    chosen.push({ weighed: first!.other, cells: own, rivals, cleared: first!.refuters });
    for (const cell of own) open.delete(cell);
  }
  return chosen;
}

/**
 * A whole contract that explains less than most of what is wrong, or under which ops would fail that pass, is a
 * coincidence.
 */
function isContractByHalves(
  trial: Trial,
  { hypothesis, whole }: Weighed,
  cells: readonly Cell[],
): boolean {
  if (hypothesis.kind !== 'contract') return false;
  return 2 * sizeOf(whole) < sizeOf(cells) || refutersOf(trial, hypothesis).length > 0;
}

/** Cells of the plainest ops first: what is found there mostly explains the others. */
function inOrder(trial: Trial): Cell[] {
  const { cells } = trial;
  const sizeOfCell = (cell: Cell): number => (isComposite(cell.op) ? 0 : functionsIn(trial, cell));
  const size = new Map(cells.map((cell) => [cell, sizeOfCell(cell)]));
  return [...cells].sort(
    (a, b) => Number(isComposite(a.op)) - Number(isComposite(b.op)) || size.get(a)! - size.get(b)!,
  );
}

/** Cells of one arm in which mistakes are narrowed down, and evaluations that are kept for it. */
const narrowedMax = 3;
const narrowingMax = 6_000;

/** Cells of one arm in which slips are looked for: its code is the same for all contracts mostly. */
const slipsMax = 2;

/** The share of wrong answers below which no mistake is narrowed down for what is open. */
const leftMax = 0.3;

const nothing: ReadonlySet<string> = new Set();

/** The mistakes that explain whole cells, the one that explains most first. */
export async function explain(trial: Trial): Promise<Explained[]> {
  const ordered = inOrder(trial);
  const simple = ordered.filter(isSimple);
  // what is wrong in an op shows in whole trainings too: they are searched only where nothing else fails
  const searched = simple.length > 0 ? simple : ordered;
  const weighed = new Map<Hypothesis, Weighed>();
  const open = new Set(searched);
  let isWorthNarrowing = true;
  const weighAll = (hypotheses: readonly Hypothesis[]): void => {
    for (const hypothesis of hypotheses) {
      if (!weighed.has(hypothesis)) weighed.set(hypothesis, weigh(trial, hypothesis, searched));
    }
    // another that explains more is found where this one explains nothing
    for (const known of weighed.values()) {
      if (!isTrusted(known)) continue;
      for (const done of withoutHalves(known).whole) open.delete(done);
    }
    // what is left then follows from it mostly, and is not worth a long search
    isWorthNarrowing &&= sizeOf(open) >= leftMax * sizeOf(searched);
  };
  const against = new Map<Cell, readonly Hypothesis[]>();
  const slipped = new Map<string, number>();
  // what all steps of a plainer op do that nothing explains is not looked for in what runs them too
  const unexplained: { readonly run: ReadonlySet<string>; readonly cell: Cell }[] = [];
  const isFollowing = (run: ReadonlySet<string>, cell: Cell): boolean =>
    unexplained.some(({ run: core, cell: { op, arm } }) =>
      arm === cell.arm
        ? [...run].every((name) => core.has(name))
        : op !== cell.op && core.size > 0 && [...core].every((name) => run.has(name)),
    );
  for (const cell of searched) {
    if (!open.has(cell)) continue;
    await trial.pause();
    const before = slipped.get(cell.arm) ?? 0;
    slipped.set(cell.arm, before + 1);
    // the steps of a whole model are those of other ops, and a run of all of them takes too long
    const run = isSimple(cell) ? trial.replayer.functionsOf(unitTest(cell.units[0]!)) : nothing;
    const withWirings = before < slipsMax && isSimple(cell) && !isFollowing(run, cell);
    const withFurther = before === 0 && withWirings;
    const withSlips = before < slipsMax;
    const found = candidatesOf(trial, cell, { withSlips, withWirings, withFurther });
    against.set(cell, found.against);
    weighAll(found.fits);
    if (open.has(cell)) unexplained.push({ run, cell });
  }
  trial.budget.left += narrowingMax;
  // a part of the cases is claimed only where nothing holds for all of them
  const tried = new Map<string, number>();
  for (const [cell, hypotheses] of against) {
    if (!open.has(cell) || !isWorthNarrowing) continue;
    const before = tried.get(cell.arm) ?? 0;
    if (before >= narrowedMax) continue;
    tried.set(cell.arm, before + 1);
    await trial.pause();
    const isElsewhere = (h: Hypothesis): boolean => (weighed.get(h)?.whole.size ?? 0) > 0;
    weighAll(
      narrowedOf(
        trial,
        cell,
        hypotheses.filter((h) => !isElsewhere(h)),
      ),
    );
  }
  const believable = [...weighed.values()]
    .map(withoutHalves)
    .filter((w) => !isContractByHalves(trial, w, searched));
  return cover(trial, believable, searched);
}
