/** What is left of the wrong answers when every mistake was tried: measured, op by op, the plainest op first. */

import type { TestCase } from '../core/load.ts';
import type { Measured } from './claim.ts';
import { type Description, describe, isTelling } from './facts/measure.ts';
import type { Replayer } from './hypothesis.ts';
import { nearestOf } from './near.ts';
import { affordable, evenly } from './sample.ts';
import { type Answered, type Cell, isComposite, type Unit } from './units.ts';

/** Failing cases of a group whose functions are looked at. */
const traced = { cases: 4, cost: 16 } as const;

/** Wrong answers of what follows from something else that are looked at. */
const followingMax = 8;

/** Of whole trainings, which are large: wrong answers and right cases that are looked at. */
const ofTrainings = { units: 12, right: 24 } as const;

/** Evaluations for mistakes that come near to what nothing gives. */
const nearMax = 6_000;

export interface Left {
  readonly open: readonly Cell[];
  /** all cells, of explained outputs too */
  readonly cells: readonly Cell[];
  readonly passed: readonly TestCase[];
  /** a few cases of every op without a failure */
  readonly clean: readonly TestCase[];
  /** failures that an earlier claim accounts for */
  readonly seen: Set<Answered>;
  /** functions that a mistake is claimed in */
  readonly blamed: ReadonlySet<string>;
  readonly replayer: Replayer;
}

/** One output of one op. */
interface Group {
  readonly op: string;
  readonly aspect: string;
  readonly units: readonly Unit[];
  /** functions that all of its failing cases run */
  readonly core: ReadonlySet<string>;
}

const testOf = ({ failure }: Unit): TestCase => failure.test;

function casesOf(units: readonly Unit[]): Set<Answered> {
  return new Set(units.map(({ failure }) => failure));
}

function coreOf(units: readonly Unit[], replayer: Replayer): ReadonlySet<string> {
  if (isComposite(testOf(units[0]!).op)) return new Set();
  const some = affordable(units, testOf, traced.cases, traced.cost);
  const [first, ...others] = some.map((unit) => replayer.functionsOf(testOf(unit)));
  return new Set([...first!].filter((name) => others.every((trace) => trace.has(name))));
}

function groupsOf({ open, replayer }: Left): Group[] {
  const byKey = new Map<string, Cell[]>();
  for (const cell of open) {
    const key = `${cell.op} ${cell.aspect}`;
    byKey.set(key, [...(byKey.get(key) ?? []), cell]);
  }
  const groups = [...byKey.values()].map((cells): Group => {
    const { op, aspect } = cells[0]!;
    const units = cells.flatMap((cell) => cell.units);
    return { op, aspect, units, core: coreOf(units, replayer) };
  });
  // what is wrong in a plain op shows in those that are made of it
  return groups.sort(
    (a, b) =>
      Number(isComposite(a.op)) - Number(isComposite(b.op)) ||
      a.core.size - b.core.size ||
      b.units.length - a.units.length,
  );
}

const isWithin = (core: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  core.size > 0 && [...core].every((name) => other.has(name));

/** Other failing ops that run all that a group runs, unless as many that run it are right. */
function usersOf(group: Group, groups: readonly Group[], { clean, replayer }: Left): Group[] {
  const users = groups.filter((other) => other.op !== group.op && isWithin(group.core, other.core));
  const right = clean.filter((test) => isWithin(group.core, replayer.functionsOf(test)));
  const count = (ops: readonly { op: string }[]): number => new Set(ops.map(({ op }) => op)).size;
  return count(right) < count(users) ? users : [];
}

/** The cases in which an output of an op is right: those that passed, and those of which another one is wrong. */
function rightOf({ passed, cells }: Left): (ops: readonly string[], aspect: string) => TestCase[] {
  const byOp = new Map<string, TestCase[]>();
  for (const test of passed) {
    const known = byOp.get(test.op);
    if (known === undefined) byOp.set(test.op, [test]);
    else known.push(test);
  }
  return (ops, aspect) => {
    const own = cells.filter((cell) => ops.includes(cell.op) && cell.aspect === aspect);
    const passing = ops.flatMap((op) => byOp.get(op) ?? []);
    return [...passing, ...new Set(own.flatMap(({ right }) => right))];
  };
}

/** What is measured in these units, which are of one output: of whole trainings in a few of them. */
function described(units: readonly Unit[], right: readonly TestCase[]): Description {
  if (!isComposite(testOf(units[0]!).op)) return describe(units, right);
  return describe(evenly(units, ofTrainings.units), evenly(right, ofTrainings.right));
}

interface Described {
  readonly groups: readonly Group[];
  readonly description: Description;
  readonly follows: boolean;
  readonly users: readonly Group[];
}

const keyOf = ({ groups, description: { fact, place }, follows }: Described): string =>
  JSON.stringify([groups[0]!.aspect, fact, place, follows]);

/** Of ops in which the same is measured one description, if there is a condition for all of them or for none. */
function pooled(
  all: readonly Described[],
  right: (ops: readonly string[], aspect: string) => TestCase[],
): Described[] {
  const byKey = new Map<string, Described[]>();
  for (const one of all) byKey.set(keyOf(one), [...(byKey.get(keyOf(one)) ?? []), one]);
  return [...byKey.values()].flatMap((alike) => {
    if (alike.length === 1 || alike[0]!.follows) return joinedAlike(alike);
    const groups = alike.flatMap((one) => one.groups);
    const units = groups.flatMap((group) => group.units);
    const ops = groups.map(({ op }) => op);
    const description = described(units, right(ops, groups[0]!.aspect));
    const isLost = description.condition === undefined && !alike.every(hasNoCondition);
    if (isLost) return alike;
    const users = [...new Set(alike.flatMap((one) => one.users))];
    return [{ groups, description, follows: alike[0]!.follows, users }];
  });
}

/** What follows from something else is counted, not described again. */
function joinedAlike(alike: readonly Described[]): Described[] {
  return [{ ...alike[0]!, groups: alike.flatMap(({ groups }) => groups) }];
}

const hasNoCondition = ({ description }: Described): boolean => description.condition === undefined;

/** What is measured in the open cells; ops of which the same is measured are one claim. */
export function measuredClaims(left: Left): Measured[] {
  const { blamed, seen, replayer } = left;
  const groups = groupsOf(left);
  const right = rightOf(left);
  const budget = { left: nearMax };
  const following = new Set<Group>();
  const all: Described[] = [];
  // also where that is explained already
  const hasPlain = left.cells.some(({ op }) => !isComposite(op));
  for (const group of groups) {
    const { op, aspect, units } = group;
    if ([...casesOf(units)].every((failure) => seen.has(failure))) continue;
    const usesBlamed = (): boolean =>
      blamed.size > 0 && [...replayer.functionsOf(testOf(units[0]!))].some((f) => blamed.has(f));
    const isLater = following.has(group) || (hasPlain && isComposite(op)) || usesBlamed();
    const users = isLater ? [] : usersOf(group, groups, left);
    for (const user of users) following.add(user);
    // what follows is not told case by case
    const description = isLater
      ? describe(evenly(units, followingMax), [])
      : described(units, right([op], aspect));
    all.push({ groups: [group], description, follows: isLater, users });
  }
  return pooled(all, right).flatMap(({ groups: own, description, follows, users }) => {
    const units = own.flatMap((group) => group.units);
    const fresh = [...casesOf(units)].filter((failure) => !seen.has(failure));
    if (fresh.length === 0) return [];
    for (const failure of fresh) seen.add(failure);
    const ops = own.map(({ op }) => op).sort();
    // a whole training rounds in too many places to come near to another one
    const isVague =
      description.fact.kind === 'wrong' && !follows && !own.some(({ op }) => isComposite(op));
    const passed = isVague ? right(ops, own[0]!.aspect) : [];
    const near = isVague ? nearestOf(units, passed, replayer, budget) : undefined;
    return [
      {
        kind: 'measured',
        output: own[0]!.aspect,
        description,
        near,
        isTelling: near !== undefined || isTelling(description),
        follows,
        core: own[0]!.core,
        cases: fresh.length,
        of: units.length,
        ops,
        users: [...new Set(users.map(({ op }) => op))].filter((op) => !ops.includes(op)).sort(),
      },
    ];
  });
}
