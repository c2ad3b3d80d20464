/**
 * Says what is wrong with a backend: the mistakes of which a replay gives its wrong answers bit for bit, and
 * measured facts about what no known mistake reproduces.
 */

import type { DiagnosisEvent } from '../core/events.ts';
import type { AnswerAlone, Evidence } from '../core/evidence.ts';
import type { TestCase } from '../core/load.ts';
import type { Claim, Measured, Reproduced, Stateful } from './claim.ts';
import { overflowAspect, type Replayer, reproduces, statusAspect } from './hypothesis.ts';
import { withoutFalseLeads } from './leads.ts';
import { measuredClaims } from './measured.ts';
import { passedOf } from './passed.ts';
import { crashes, damages, isBrokenPromise, opsOf, overflows } from './plain.ts';
import { type Budget, costOf, spend } from './sample.ts';
import { type Explained, explain, isOfSameOps, isTrusted } from './search.ts';
import { findingOf, linesOf } from './text.ts';
import { actsEverywhere, isSimple, type Trial } from './trial.ts';
import { type Answered, type Cell, cellsOf, isComposite, type Unit } from './units.ts';

/** Evaluations that the search of one diagnosis may spend, beside those for narrowing down: fewer after a short run. */
const evaluationsMax = { short: 5_000, long: 20_000 } as const;

/** Cases from which on a run is a long one. */
const longRun = 5_000;

/** Further ones for counting what was found on every failing case. */
const recountsMax = 4_000;

function casesOf(units: readonly Unit[]): Set<Answered> {
  return new Set(units.map(({ failure }) => failure));
}

/** Units that the chosen mistake gives bit for bit, of all in its cells. */
function confirmed(
  { weighed, cells }: Explained,
  replayer: Replayer,
  budget: Budget,
): { readonly units: Unit[]; readonly refuted: number } {
  const units: Unit[] = [];
  let refuted = 0;
  for (const unit of cells.flatMap((cell) => cell.units)) {
    const { test, reply } = unit.failure;
    if (!spend(budget, test)) continue;
    const answer = replayer.answer(test, weighed.hypothesis);
    if (reproduces(answer, test.vector, reply, unit.aspect)) units.push(unit);
    else if (answer.status !== 'failed') refuted++;
  }
  return { units, refuted };
}

/** So few wrong answers, against so many times as many ops that are right, make no mistake likely. */
const scarce = { cases: 5, clearedPerOp: 5 } as const;

/** The share of wrong answers that may be otherwise: of many that are given bit for bit, a few may have another cause. */
const refutedMax = 0.03;

/**
 * A choice of the contract is the same in all ops: where it would make a failing op refuse what is right, it is not what
 * the others are refused by.
 */
function isChoiceByHalves({ weighed: { hypothesis, cleared, whole } }: Explained): boolean {
  const { functions } = hypothesis;
  const isChoice = functions.length > 0 && functions.every((name) => name.startsWith('contract.'));
  const isStatus = ({ aspect }: Cell): boolean => aspect === statusAspect;
  return isChoice && [...whole].every(isStatus) && [...cleared].some(isStatus);
}

type Counted = Pick<Reproduced, 'explained' | 'given' | 'refuted'>;

/** Whether more speaks against a mistake than for it: wrong answers that it does not give, or ops that are right. */
function isDoubtful({ explained, given, refuted }: Counted): boolean {
  const { weighed, cells, cleared } = explained;
  if (isChoiceByHalves(explained)) return true;
  // what acts everywhere meets other mistakes
  if (actsEverywhere(weighed.hypothesis)) return false;
  const ops = new Set(cells.map(({ op }) => op)).size;
  const failing = casesOf(cells.flatMap(({ units }) => units)).size;
  const isScarce = failing < scarce.cases && cleared.length >= scarce.clearedPerOp * ops;
  return refuted > refutedMax * given || isScarce;
}

function reproducedClaim(
  explained: Explained,
  replayer: Replayer,
  seen: Set<Answered>,
  budget: Budget,
): Reproduced {
  const { cells } = explained;
  const { units, refuted } = confirmed(explained, replayer, budget);
  const given = units.length;
  const fresh = [...casesOf(units)].filter((failure) => !seen.has(failure));
  const all = casesOf(cells.flatMap((cell) => cell.units));
  const of = [...all].filter((failure) => !seen.has(failure)).length;
  // it may be something else: all of it is measured as well
  if (!isDoubtful({ explained, given, refuted })) for (const failure of all) seen.add(failure);
  const isOfPart = cells.every(({ right }) => right.length > 0);
  return {
    kind: 'reproduced',
    explained,
    cases: fresh.length,
    of,
    ops: opsOf([...all].map(({ test }) => test)),
    outputs: isOfPart ? [...new Set(cells.map(({ aspect }) => aspect))] : [],
    cleared: explained.cleared,
    given,
    refuted,
  };
}

/** How many ops, and cases of each, are asked once more. */
const asked = { ops: 6, cases: 4 } as const;

/** Ops that answer otherwise when they are asked alone; their wrong answers are not measured any more. */
async function statefulClaims(
  open: readonly Cell[],
  { answerAlone }: Evidence,
  seen: Set<Answered>,
): Promise<Stateful[]> {
  const byOp = new Map<string, Answered[]>();
  for (const { op, units } of open) {
    if (isComposite(op)) continue;
    byOp.set(op, [...new Set([...(byOp.get(op) ?? []), ...casesOf(units)])]);
  }
  const ops: string[] = [];
  let cases = 0;
  let isRight = true;
  for (const [op, failures] of [...byOp].slice(0, asked.ops)) {
    const cheap = [...failures].sort((a, b) => costOf(a.test) - costOf(b.test));
    const answers: (AnswerAlone | undefined)[] = [];
    for (const failure of cheap.slice(0, asked.cases)) answers.push(await answerAlone?.(failure));
    if (!answers.includes('right') && !answers.includes('other')) continue;
    ops.push(op);
    isRight &&= answers.includes('right');
    const fresh = failures.filter((failure) => !seen.has(failure));
    for (const failure of fresh) seen.add(failure);
    cases += fresh.length;
  }
  return ops.length === 0 ? [] : [{ kind: 'stateful', cases, of: cases, ops: ops.sort(), isRight }];
}

/** Wrong answers of an op that are no coincidence, all being given, although others are left open. */
const plentyOfCases = 20;

/**
 * Earlier claims are worth more: what is reproduced, then what is said outright, then what is measured; what is
 * reproduced in a good part of an op goes before what is only known to be wrong.
 */
function rank(claim: Claim, isShadowed: (claim: Reproduced) => boolean): number {
  switch (claim.kind) {
    case 'reproduced': {
      const { weighed } = claim.explained;
      if (isDoubtful(claim)) return 5;
      if (isShadowed(claim)) return 4.5;
      if (!isTrusted(weighed)) {
        const { kind } = weighed.hypothesis;
        const isPlain = kind === 'mistake' && claim.cases >= plentyOfCases;
        if (isPlain) return 1.5;
        return isOfSameOps(weighed) ? 3 : 5;
      }
      // of what holds in a part of the cases only, something that holds in all of them is the cause mostly
      if (weighed.hypothesis.isNarrowed === true) return 0.7;
      // another may give them all
      return claim.refuted > 0 ? 0.5 : 0;
    }
    case 'measured':
      if (claim.follows) return 6;
      return claim.isTelling ? 2 : 4;
    default:
      // what happens in few of the failing cases follows from something else mostly
      return 2 * claim.cases >= claim.of ? 1 : 2;
  }
}

/**
 * Whether a mistake is claimed in an op that runs all that a plainer failing op runs, which nothing explains: what is
 * wrong there shows here, and the mistake is a coincidence.
 */
function shadowedBy(claims: readonly Claim[], { cells, clean, replayer }: Trial) {
  const runs = (core: ReadonlySet<string>, test: TestCase): boolean => {
    const functions = replayer.functionsOf(test);
    return core.size > 0 && [...core].every((name) => functions.has(name));
  };
  const countOps = (tests: readonly TestCase[], core: ReadonlySet<string>): number =>
    new Set(tests.filter((test) => runs(core, test)).map(({ op }) => op)).size;
  // as in `clean`: whole trainings run everything, and long
  const simple = cells.filter(isSimple);
  const failing = simple.map(({ units }) => units[0]!.failure.test);
  const plainer = claims.filter(
    (claim): claim is Measured =>
      claim.kind === 'measured' &&
      !claim.follows &&
      countOps(clean, claim.core) < countOps(failing, claim.core),
  );
  return ({ explained, ops, cases }: Reproduced): boolean =>
    plainer.some(
      (other) =>
        (other.of > cases || ops.every((op) => other.users.includes(op))) &&
        !other.ops.some((op) => ops.includes(op)) &&
        explained.cells.every(({ units }) => runs(other.core, units[0]!.failure.test)),
    );
}

/** The diagnosis of one backend; undefined where nothing failed. */
export async function diagnose(
  evidence: Evidence,
  replayer: Replayer,
  pause: () => Promise<void> = async () => undefined,
): Promise<DiagnosisEvent | undefined> {
  const { backend, failures } = evidence;
  if (failures.length === 0) return undefined;
  const judged = failures.filter((failure) => !isBrokenPromise(failure));
  const flagsOnly = (unit: Cell): boolean => unit.aspect !== overflowAspect;
  const cells = cellsOf({ ...evidence, failures: judged });
  const { clean } = passedOf(evidence);
  const isLong = failures.length + (evidence.passedCount ?? evidence.passed.length) >= longRun;
  const trial: Trial = {
    cells,
    clean,
    replayer,
    budget: { left: isLong ? evaluationsMax.long : evaluationsMax.short },
    pause,
  };
  const explained = await explain(trial);
  const seen = new Set<Answered>();
  const recounts = { left: recountsMax };
  const reproduced = explained.map((e) => reproducedClaim(e, replayer, seen, recounts));
  const standing = reproduced.filter((claim) => !isDoubtful(claim));
  const closed = new Set(standing.flatMap((claim) => [...claim.explained.weighed.whole]));
  const open = cells.filter((cell) => !closed.has(cell)).filter(flagsOnly);
  const trusted = standing.map((claim) => claim.explained).filter((e) => isTrusted(e.weighed));
  const blamed = new Set(trusted.flatMap((e) => [...e.weighed.hypothesis.functions]));
  await pause();
  const stateful = await statefulClaims(open, evidence, seen);
  const claims: Claim[] = [
    ...reproduced,
    ...stateful,
    ...crashes(evidence),
    ...damages(evidence),
    ...overflows(evidence),
    ...measuredClaims({ open, cells, passed: evidence.passed, clean, seen, blamed, replayer }),
  ];
  const isShadowed = shadowedBy(claims, trial);
  const ranks = new Map(claims.map((claim) => [claim, rank(claim, isShadowed)]));
  const usersOf = (claim: Claim): number => (claim.kind === 'measured' ? claim.users.length : 0);
  claims.sort(
    (a, b) => ranks.get(a)! - ranks.get(b)! || usersOf(b) - usersOf(a) || b.cases - a.cases,
  );
  const told = withoutFalseLeads(claims, { isDoubtful, isShadowed }, replayer);
  // the cases of doubtful ones are those of a fact as well
  const untold = claims.filter(
    (claim) => !told.includes(claim) && claim.kind === 'reproduced' && !isDoubtful(claim),
  );
  return {
    event: 'diagnosis',
    backend,
    failures: failures.length,
    findings: told.map(findingOf),
    lines: linesOf(backend, told, untold),
  };
}
