/**
 * Mistakes that give wrong answers up to their last digits only: the backend makes a mistake of that kind, and
 * rounds in another order or precision. That is a measured fact, not a cause that was reproduced.
 */

import type { WireTensor } from '../../schema/format/types.ts';
import type { TestCase } from '../core/load.ts';
import { realsOf, stepOf } from './facts/relations.ts';
import { type Answer, type Hypothesis, leftBy, type Replayer } from './hypothesis.ts';
import { keptFor } from './kept.ts';
import { affordable, type Budget, evenly, spend } from './sample.ts';
import { actsEverywhere } from './trial.ts';
import type { Unit } from './units.ts';

/** Answers that are held against, and passing cases. */
const tries = { units: 6, passed: 6, cost: 24 } as const;

/** Shares of the largest magnitude of a tensor. */
const shares = { near: 2e-5, far: 1e-3 } as const;

interface Values {
  readonly values: readonly number[];
  /** what one code is worth; 0 for floats */
  readonly step: number;
}

/** Values that others are held against. */
interface Aim extends Values {
  /** the largest magnitude */
  readonly scale: number;
}

/** Decoded values; undefined where integers stand for nothing else. */
function decoded(t: WireTensor | undefined): Values | undefined {
  if (t === undefined || (t.dtype !== 'FLOAT32' && t.scale_bits === undefined)) return undefined;
  return { values: realsOf(t), step: stepOf(t) };
}

function aimOf(t: WireTensor | undefined): Aim | undefined {
  const made = decoded(t);
  if (made === undefined) return undefined;
  const finite = made.values.filter(Number.isFinite);
  return { ...made, scale: finite.reduce((max, x) => Math.max(max, Math.abs(x)), 2 ** -126) };
}

/** The largest difference in shares of the largest magnitude, codes that differ by rounding aside. */
function distance(a: Values | undefined, b: Aim | undefined): number {
  if (a === undefined || b === undefined || a.values.length !== b.values.length) {
    return Number.POSITIVE_INFINITY;
  }
  const allowed = 1.01 * Math.max(a.step, b.step);
  let largest = 0;
  for (const [i, y] of b.values.entries()) {
    const x = a.values[i]!;
    if (Object.is(x, y) || x === y) continue;
    const gap = Math.abs(x - y);
    if (Number.isNaN(gap)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, (gap - allowed) / b.scale);
  }
  return largest;
}

const given = (answer: Answer, aspect: string): Values | undefined =>
  answer.status === 'ok' ? decoded(answer.outputs[aspect]) : undefined;

const wanted = ({ vector }: TestCase, aspect: string): Aim | undefined =>
  aimOf(vector.expected.outputs?.[aspect]);

const left = ({ failure: { test, reply }, aspect }: Unit): Aim | undefined =>
  aimOf(leftBy(reply, test.vector, aspect));

/** The mistake that comes nearest to all wrong answers of one op and aspect, if one comes near. */
export function nearestOf(
  units: readonly Unit[],
  passed: readonly TestCase[],
  replayer: Replayer,
  budget: Budget,
): Hypothesis | undefined {
  const far = units.filter((unit) => {
    const gap = distance(left(unit), wanted(unit.failure.test, unit.aspect));
    return gap >= shares.far && Number.isFinite(gap);
  });
  // an answer that is hardly wrong is near to everything
  if (far.length < 2 || 2 * far.length < units.length) return undefined;
  const some = affordable(far, (u) => u.failure.test, tries.units, tries.cost);
  // most are far from the first answer already: it is one to which they gave their own before
  const known = Math.max(...far.map((unit) => replayer.knownOf(unit.failure.test)));
  const seed = far.find((unit) => replayer.knownOf(unit.failure.test) === known);
  const others = some.filter((unit) => unit !== seed);
  const { aspect } = seed!;
  const leftOf = keptFor(left);
  const wantedOf = keptFor((test: TestCase) => wanted(test, aspect));
  const gapOf = (hypothesis: Hypothesis, unit: Unit): number => {
    const { test } = unit.failure;
    if (!replayer.reaches(test, hypothesis)) return Number.POSITIVE_INFINITY;
    if (!spend(budget, test)) return Number.POSITIVE_INFINITY;
    return distance(given(replayer.answer(test, hypothesis), aspect), leftOf(unit));
  };
  const changes = (hypothesis: Hypothesis, test: TestCase): boolean =>
    replayer.reaches(test, hypothesis) &&
    spend(budget, test) &&
    distance(given(replayer.answer(test, hypothesis), aspect), wantedOf(test)) > shares.near;
  const { test } = seed!.failure;
  const rightOnes = evenly(passed, tries.passed);
  let nearest: { readonly hypothesis: Hypothesis; readonly gap: number } | undefined;
  for (const hypothesis of [...replayer.candidates(test), ...replayer.slips(test)]) {
    if (actsEverywhere(hypothesis)) continue;
    const least = nearest?.gap ?? shares.near;
    let gap = gapOf(hypothesis, seed!);
    for (const unit of others) {
      if (gap <= least) gap = Math.max(gap, gapOf(hypothesis, unit));
    }
    if (gap > shares.near || (nearest !== undefined && gap >= nearest.gap)) continue;
    if (!rightOnes.some((right) => changes(hypothesis, right))) nearest = { hypothesis, gap };
  }
  return nearest?.hypothesis;
}
