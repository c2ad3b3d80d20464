/** Running the reference and the independent oracle side by side. */

import { type Choices, choiceNames, choices } from '../choices.ts';
import { type Contract, contractIds, contracts } from '../contracts.ts';
import { float32ToBits } from '../num/float32.ts';
import type { Numerics } from '../numerics.ts';
import { newNumerics } from '../primitives.ts';
import { Refusal, UndefinedBehaviour } from '../refusal.ts';
import { type Cases, newCases } from './cases.ts';
import * as oracle from './primitives.ts';

/** What a side answers: values with their float bits, `refused` or `overflow`, and the generator after. */
export interface Answer {
  readonly values: readonly (number | string)[];
  readonly rng: number;
}

export interface Comparison {
  readonly name: string;
  readonly run: (c: Cases) => { readonly expected: Answer; readonly got: Answer };
}

/** float32 bits in hexadecimal. */
export function bits(x: number): string {
  return `0x${float32ToBits(x).toString(16).padStart(8, '0')}`;
}

export interface Setting {
  readonly contract: Contract;
  readonly seed: number;
}

function pick<T>(c: Cases, list: readonly T[]): T {
  return list[c.int(0, list.length - 1)]!;
}

/** A contract, half the time one that makes each choice at random, and a generator state. */
export function setting(c: Cases, fixed: Partial<Choices> = {}): Setting {
  const known = contracts[pick(c, contractIds)];
  const drawn = choiceNames.map((name) => [name, pick<unknown>(c, choices[name].values)] as const);
  const mixed = c.chance(0.5) ? Object.fromEntries(drawn) : {};
  return { contract: { ...known, ...mixed, ...fixed }, seed: c.uint32() || 1 };
}

/** The reference's side; after a refusal or an overflow only that is compared. */
function reference(s: Setting, run: (n: Numerics) => readonly (number | string)[]): Answer {
  const n = newNumerics(s.contract.id, { contract: s.contract, rngState: s.seed });
  try {
    const values = run(n);
    const { accumulate, multiply, cast } = n.overflow;
    const left = accumulate.count + multiply.count + cast.count > 0;
    return left ? { values: ['overflow'], rng: 0 } : { values, rng: n.rng.state };
  } catch (error) {
    // a number that is to be cast and leaves int32
    if (error instanceof UndefinedBehaviour) return { values: ['overflow'], rng: 0 };
    if (!(error instanceof Refusal)) throw error;
    // what a guard says about a number that left int32 is a platform's matter
    return { values: [n.overflow.cast.count > 0 ? 'overflow' : 'refused'], rng: 0 };
  }
}

/** The oracle's side. */
function independent(
  s: Setting,
  run: (g: oracle.Generator) => readonly (number | string)[] | undefined,
): Answer {
  const g = oracle.newGenerator(s.seed);
  try {
    const values = run(g);
    if (values === undefined) return { values: ['refused'], rng: 0 };
    return { values, rng: Number(g.state) };
  } catch (error) {
    if (error instanceof oracle.OutsideInt32) return { values: ['overflow'], rng: 0 };
    throw error;
  }
}

/** Both sides of one case. */
export function compare(
  s: Setting,
  ofReference: (n: Numerics) => readonly (number | string)[],
  ofOracle: (g: oracle.Generator) => readonly (number | string)[] | undefined,
): { expected: Answer; got: Answer } {
  return { expected: independent(s, ofOracle), got: reference(s, ofReference) };
}

/** Bit by bit: of numbers, zeros have a sign. */
function isSame(a: Answer, b: Answer): boolean {
  if (a.rng !== b.rng || a.values.length !== b.values.length) return false;
  return a.values.every((value, i) => Object.is(value, b.values[i]));
}

/** The first of so many random cases in which the sides differ, with its number; undefined where they never do. */
export function firstDifference({ run }: Comparison, seed: number, count: number) {
  const cases = newCases(seed);
  for (let i = 0; i < count; i++) {
    const { expected, got } = run(cases);
    if (!isSame(expected, got)) return { case: i, expected, got };
  }
  return undefined;
}
