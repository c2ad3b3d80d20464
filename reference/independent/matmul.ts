/** Matrix products S84–S87 once more, from the clauses: exact sums on BigInt, float sums step by step. */

import { fromInteger, over, plus, times } from './float32.ts';
import { type Generator, type Mode, rescaledSeed, roundAway } from './primitives.ts';
import type { Rules } from './rules.ts';

/** Row-major values with their extents. */
export interface Matrix<T> {
  readonly rows: number;
  readonly columns: number;
  readonly at: (row: number, column: number) => T;
}

export interface ExactSum {
  /** the true sum */
  readonly sum: bigint;
  /** some partial sum in order of ascending k, or some product, leaves int32 */
  readonly leaves: boolean;
}

function outside(x: bigint): boolean {
  return x < -(2n ** 31n) || x > 2n ** 31n - 1n;
}

/** S84: every output with the exact sum of its terms. */
export function exactProduct(
  a: Matrix<number>,
  b: Matrix<number>,
  seeds?: readonly number[],
): ExactSum[] {
  const out: ExactSum[] = [];
  for (let row = 0; row < a.rows; row++) {
    for (let column = 0; column < b.columns; column++) {
      let sum = BigInt(seeds?.[column] ?? 0);
      let leaves = false;
      for (let k = 0; k < a.columns; k++) {
        const term = BigInt(a.at(row, k)) * BigInt(b.at(k, column));
        sum += term;
        leaves ||= outside(term) || outside(sum);
      }
      out.push({ sum, leaves });
    }
  }
  return out;
}

/** S85 */
export function floatProduct(
  a: Matrix<number>,
  b: Matrix<number>,
  bias?: readonly number[],
): number[] {
  const out: number[] = [];
  for (let row = 0; row < a.rows; row++) {
    for (let column = 0; column < b.columns; column++) {
      let sum = bias?.[column] ?? 0;
      for (let k = 0; k < a.columns; k++) sum = plus(sum, times(a.at(row, k), b.at(k, column)));
      out.push(sum);
    }
  }
  return out;
}

export interface BiasRecord {
  readonly mantissas: readonly number[];
  readonly scale: number;
  readonly mode: Mode;
}

export interface SymProductResult {
  readonly sums: ExactSum[];
  readonly scale: number;
}

type SeedRules = Pick<Rules, 'biasSeed' | 'seedGuard'>;

/** Bias seeds at an accumulator scale: S20, or half away and unguarded (H2); `undefined` = refused. */
export function biasSeeds(
  g: Generator,
  bias: BiasRecord,
  scale: number,
  rules: SeedRules,
): number[] | undefined {
  const seeds: number[] = [];
  for (const q of bias.mantissas) {
    const seed =
      rules.biasSeed === 'seed_rescale'
        ? rescaledSeed(g, q, bias.scale, scale, bias.mode, rules)
        : roundAway(over(times(fromInteger(q), bias.scale), scale));
    if (seed === undefined) return undefined;
    seeds.push(seed);
  }
  return seeds;
}

/** S86, S87; `undefined` = refused by the guard. */
export function symProduct(
  g: Generator,
  a: Matrix<number>,
  sA: number,
  b: Matrix<number>,
  sB: number,
  bias: BiasRecord | undefined,
  rules: SeedRules,
): SymProductResult | undefined {
  const scale = times(sA, sB);
  if (bias === undefined) return { sums: exactProduct(a, b), scale };
  const seeds = biasSeeds(g, bias, scale, rules);
  return seeds && { sums: exactProduct(a, b, seeds), scale };
}
