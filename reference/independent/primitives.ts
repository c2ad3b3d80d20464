/**
 * The primitives S10–S28, S36, S51, S52 once more, from the clauses, on exact rationals. `undefined` stands
 * for a refusal; values that leave int32 throw `OutsideInt32`.
 */

import { fromInteger, minus, over, plus, times } from './float32.ts';
import { exact, halfAwayInteger } from './rational.ts';
import type { Rules } from './rules.ts';

export type Mode = 'HALF_AWAY' | 'SR_HALF_AWAY';

/** A float → int32 conversion without a defined result. */
export class OutsideInt32 extends Error {
  override readonly name = 'OutsideInt32';
}

const mask = 0xffffffffn;

/** The process-wide generator (S10); `state` never 0. */
export interface Generator {
  state: bigint;
}

export function newGenerator(seed: number): Generator {
  return { state: seed === 0 ? mask : BigInt(seed) };
}

/** S10 */
export function step(g: Generator): bigint {
  let x = g.state;
  x ^= (x << 13n) & mask;
  x ^= x >> 17n;
  x ^= (x << 5n) & mask;
  g.state = x;
  return x;
}

/** S12 */
export function draw(g: Generator): number {
  return over(fromInteger(step(g) >> 8n), 16777216);
}

/** An exact integer that must be an int32. */
export function int32(x: bigint | number): number {
  if (x < -2147483648 || x > 2147483647) throw new OutsideInt32(`${x}`);
  return Number(x);
}

/** S16 */
export function roundAway(x: number): number {
  if (!Number.isFinite(x)) throw new OutsideInt32(`${x}`);
  return int32(halfAwayInteger(exact(x)));
}

/** S17, S18 */
export function roundMode(g: Generator, x: number, mode: Mode): number {
  return roundAway(mode === 'HALF_AWAY' ? x : minus(plus(x, draw(g)), 0.5));
}

/** S20; `undefined` = refused. */
export function rescaledSeed(
  g: Generator,
  q: number,
  sP: number,
  sA: number,
  mode: Mode,
  { seedGuard }: Pick<Rules, 'seedGuard'>,
): number | undefined {
  const r = over(times(fromInteger(q), sP), sA);
  const beyond = Number.isNaN(r) || Math.abs(r) > 2 ** 30 + 2 ** 15;
  return seedGuard && beyond ? undefined : roundMode(g, r, mode);
}

/** S8 for widths 2..25 */
export function range(bits: number): { low: number; high: number } {
  const half = 2n ** BigInt(bits - 1);
  return { low: -Number(half), high: Number(half - 1n) };
}

/** S23 */
export function gridScale(peak: number, bits: number): number {
  return peak === 0 ? 1 : over(peak, range(bits).high);
}

function clamp(x: number, { low, high }: { low: number; high: number }): number {
  if (x < low) return low;
  return x > high ? high : x;
}

/** S25, or the June order (H2) */
export function codeOf(
  g: Generator,
  quotient: number,
  bits: number,
  mode: Mode,
  { encode }: Pick<Rules, 'encode'>,
): number {
  if (encode === 'round_then_clamp') return clamp(roundMode(g, quotient, mode), range(bits));
  return roundMode(g, clamp(quotient, range(bits)), mode);
}

export interface Grid {
  readonly codes: number[];
  readonly scale: number;
}

/** S36 of a non-empty tensor */
export function quantized(
  g: Generator,
  values: readonly number[],
  bits: number,
  mode: Mode,
  rules: Pick<Rules, 'encode'>,
): Grid {
  let peak = Math.abs(values[0]!);
  for (const v of values.slice(1)) if (Math.abs(v) > peak) peak = Math.abs(v);
  const scale = gridScale(peak, bits);
  return { scale, codes: values.map((v) => codeOf(g, over(v, scale), bits, mode, rules)) };
}

/** S27 */
export function decoded(q: number, scale: number): number {
  return times(fromInteger(q), scale);
}

/** S51, or the June form with its own order (H2) */
export function requantized(
  g: Generator,
  mantissas: readonly number[],
  sIn: number,
  bits: number,
  mode: Mode,
  rules: Pick<Rules, 'encode' | 'requant'>,
): Grid {
  let peak = 0;
  for (const q of mantissas) {
    const v = Math.abs(decoded(q, sIn));
    if (v > peak) peak = v;
  }
  const scale = gridScale(peak, bits);
  const ratio = over(sIn, scale);
  const codes = mantissas.map((q) => {
    const ratioForm = times(fromInteger(q), ratio);
    const value = rules.requant === 'ratio' ? ratioForm : over(decoded(q, sIn), scale);
    return codeOf(g, value, bits, mode, rules);
  });
  return { codes, scale };
}

/** S52; `undefined` = refused. */
export function requantizedTo(
  g: Generator,
  mantissas: readonly number[],
  sIn: number,
  scale: number,
  bits: number,
  mode: Mode,
): number[] | undefined {
  if (!(scale > 0)) return undefined;
  return mantissas.map((q) => {
    return roundMode(g, clamp(over(decoded(q, sIn), scale), range(bits)), mode);
  });
}
