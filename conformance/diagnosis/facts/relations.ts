/** Facts about wrong values: by which numbers and operands of the call they differ from the right ones. */

import { countOfShape, float32OfBits } from '../../../schema/format/tensor.ts';
import type { WireCase, WireTensor } from '../../../schema/format/types.ts';
import { keptFor } from '../kept.ts';
import { valuesOf } from './elements.ts';
import { type Fact, fact } from './fact.ts';

/** Relative distance up to which two results of float32 arithmetic are the same number. */
const tolerance = 1e-5;

/** How far a value must be off, in tolerances, for the way it is off to say something. */
const clearly = 8;

export interface Compared {
  readonly want: readonly number[];
  readonly have: readonly number[];
  readonly wrong: readonly number[];
  /** half a step of each of the two grids; 0 for floats */
  readonly grain: number;
  readonly shape: readonly number[];
}

/** What one code is worth; 0 for floats and plain integers. */
export function stepOf({ dtype, scale_bits }: WireTensor): number {
  return dtype === 'FLOAT32' || scale_bits === undefined ? 0 : Math.abs(float32OfBits(scale_bits));
}

/** What the elements stand for: mantissas times scale, with the zero point. */
export const realsOf = keptFor((t: WireTensor): readonly number[] => {
  const codes = valuesOf(t);
  if (t.dtype === 'FLOAT32' || t.scale_bits === undefined) return codes;
  const [scale, zero] = [float32OfBits(t.scale_bits), t.dtype === 'ASYM' ? (t.zero_point ?? 0) : 0];
  return codes.map((q) => (q + zero) * scale);
});

/** The two as values; positions whose values differ are wrong, whatever their codes are. */
export function compared(expected: WireTensor, got: WireTensor): Compared {
  const [want, have] = [realsOf(expected), realsOf(got)];
  const wrong = want.flatMap((x, k) => (Object.is(x, have[k]) ? [] : [k]));
  const grain = 0.5 * (stepOf(expected) + stepOf(got));
  return { want, have, wrong, grain, shape: expected.shape };
}

/** Whether every wrong value is the predicted one, and at least two are clearly another than the right one. */
function isPredicted(
  { want, have, wrong, grain }: Compared,
  predict: (k: number) => number,
): boolean {
  let clear = 0;
  for (const k of wrong) {
    const predicted = predict(k);
    const slack = tolerance * Math.max(Math.abs(predicted), Math.abs(have[k]!)) + grain;
    if (!(Math.abs(predicted - have[k]!) <= slack)) return false;
    if (Math.abs(have[k]! - want[k]!) > clearly * slack) clear++;
  }
  return clear > 1;
}

/** Places of an operand beside the elements of an output: one each, one per column, one per channel. */
export function placesBeside(
  count: number,
  shape: readonly number[],
): ((k: number) => number) | undefined {
  const elements = countOfShape(shape);
  if (count === elements) return (k) => k;
  const last = shape.at(-1) ?? 1;
  if (shape.length === 2 && count === last) return (k) => k % last;
  const inner = countOfShape(shape.slice(2));
  if (shape.length > 2 && count === shape[1]) return (k) => Math.floor(k / inner) % count;
  return undefined;
}

function operandFacts(e: Compared, aspect: string, { inputs }: WireCase): Fact[] {
  const found: Fact[] = [];
  for (const [name, t] of Object.entries(inputs)) {
    const isTold = name !== aspect && t.dtype !== 'BOOL' && t.order === undefined;
    const at = isTold ? placesBeside(countOfShape(t.shape), e.shape) : undefined;
    if (at === undefined) continue;
    const values = realsOf(t);
    const o = (k: number): number => values[at(k)]!;
    const add = (kind: Fact['kind'], predict: (k: number) => number): void => {
      if (isPredicted(e, predict)) found.push(fact(kind, { of: name }));
    };
    add('times', (k) => e.want[k]! * o(k));
    add('over', (k) => e.want[k]! / o(k));
    add('plus', (k) => e.want[k]! + o(k));
    add('minus', (k) => e.want[k]! - o(k));
    add('is_negated', (k) => -o(k));
  }
  return found;
}

/** Factors that rounded values are tried with too. */
const plainFactors = [2, 0.5, -1, 3, 4, 0.25] as const;

function formFacts(e: Compared): Fact[] {
  const { want } = e;
  const found: Fact[] = [];
  for (const by of e.grain > 0 ? plainFactors : []) {
    const rounded = { ...e, grain: e.grain * Math.max(1, Math.abs(by)) };
    if (isPredicted(rounded, (k) => by * want[k]!)) found.push(fact('scaled', { by: String(by) }));
  }
  const add = (kind: Fact['kind'], predict: (k: number) => number): void => {
    if (isPredicted(e, predict)) found.push(fact(kind));
  };
  add('reciprocal', (k) => 1 / want[k]!);
  add('squared', (k) => want[k]! * want[k]!);
  add('rooted', (k) => Math.sqrt(want[k]!));
  add('magnitude', (k) => Math.abs(want[k]!));
  return found;
}

/** A difference that is the same in all wrong elements of a case. */
function offsetFacts(e: Compared): Fact[] {
  const [first] = e.wrong;
  if (first === undefined || e.grain > 0) return [];
  const by = e.have[first]! - e.want[first]!;
  if (!Number.isFinite(by) || by === 0 || !isPredicted(e, (k) => e.want[k]! + by)) return [];
  return [fact('off_by', { by: String(Number(by.toPrecision(5))) })];
}

/** Positions that count from the start of an operand instead of from the start of the row. */
function startFacts(e: Compared, { inputs }: WireCase): Fact[] {
  const outputs = e.shape.at(-1) ?? 1;
  if (e.shape.length < 2 || e.grain > 0) return [];
  const holds = (length: number): boolean =>
    e.wrong.every((k) => e.have[k]! - e.want[k]! === Math.floor(k / outputs) * length);
  return Object.entries(inputs)
    .filter(([, t]) => t.shape.length === e.shape.length && holds(t.shape.at(-1)!))
    .map(([of]) => fact('counts_from_start', { of }));
}

/** One factor between all values: exact on grids, so that rounded values are no measure. */
export function valueFactor({ want, have, wrong, grain }: Compared): number | undefined {
  const first = wrong.find((k) => want[k] !== 0 && want[k] !== undefined);
  if (first === undefined) return undefined;
  const factor = have[first]! / want[first]!;
  // a factor of nearly 1 is a difference in the last digits
  if (!Number.isFinite(factor) || factor === 0 || Math.abs(factor - 1) < 1e-4) return undefined;
  const slack = grain > 0 ? 1e-7 : tolerance;
  const holds = wrong.every(
    (k) =>
      Math.abs(have[k]! - factor * want[k]!) <= slack * Math.abs(have[k]!) &&
      (want[k] !== 0 || have[k] === 0),
  );
  return holds ? factor : undefined;
}

export function relationFacts(e: Compared, aspect: string, test: WireCase): Fact[] {
  if (e.wrong.length === 0) return [];
  return [
    ...operandFacts(e, aspect, test),
    ...formFacts(e),
    ...offsetFacts(e),
    ...startFacts(e, test),
  ];
}
