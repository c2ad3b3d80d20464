/** LayerNorm and GroupNorm once more, from L14–L17, on exact rationals with one rounding per operation. */

import { fromInteger, minus, over, plus, root, times } from './float32.ts';
import {
  decoded,
  type Generator,
  gridScale,
  int32,
  type Mode,
  range,
  rescaledSeed,
  roundMode,
} from './primitives.ts';
import type { Rules } from './rules.ts';

/** A tensor of mantissas, or of floats where it has no scale. */
export interface Operand {
  readonly values: readonly number[];
  readonly scale?: number;
}

/** Contiguous blocks; `channels` gives GroupNorm's γ index, else γ is indexed by the position. */
export interface Cut {
  readonly blocks: number;
  readonly size: number;
  /** γ index of each element, block by block */
  readonly gammaAt: readonly number[];
}

function valueAt({ values, scale }: Operand, i: number): number {
  return scale === undefined ? values[i]! : decoded(values[i]!, scale);
}

function elementsOf(cut: Cut, block: number): number[] {
  return Array.from({ length: cut.size }, (_, j) => block * cut.size + j);
}

function total(terms: readonly number[]): number {
  return terms.reduce((sum, term) => plus(sum, term), 0);
}

export interface BlockStatistics {
  readonly mean: number;
  readonly rstd: number;
}

/** L14 of one block */
export function statistics(x: Operand, elements: readonly number[], eps: number): BlockStatistics {
  const n = fromInteger(elements.length);
  const { scale } = x;
  let mean: number;
  if (scale === undefined) mean = over(total(elements.map((i) => x.values[i]!)), n);
  else {
    const sum = elements.reduce((s, i) => s + BigInt(x.values[i]!), 0n);
    mean = times(scale, over(fromInteger(sum), n));
  }
  const squares = elements.map((i) => {
    const d = minus(valueAt(x, i), mean);
    return times(d, d);
  });
  return { mean, rstd: over(1, root(plus(over(total(squares), n), eps))) };
}

/** L15 step 2 for every element */
export function normalised(x: Operand, cut: Cut, eps: number): number[] {
  const result: number[] = [];
  for (let block = 0; block < cut.blocks; block++) {
    const elements = elementsOf(cut, block);
    const { mean, rstd } = statistics(x, elements, eps);
    for (const i of elements) result.push(times(minus(valueAt(x, i), mean), rstd));
  }
  return result;
}

function peakOf(values: readonly number[]): number {
  return values.reduce((peak, v) => (Math.abs(v) > peak ? Math.abs(v) : peak), 0);
}

/** L17: kept only where it is larger, so that a NaN comes in and goes out again. */
function lastPeakOf(values: readonly number[]): number {
  return values.reduce((peak, v) => (peak > Math.abs(v) ? peak : Math.abs(v)), 0);
}

/** Clamped as a float, then rounded. */
function clampedCode(g: Generator, x: number, bits: number, mode: Mode): number {
  const { low, high } = range(bits);
  return roundMode(g, x < low ? low : x > high ? high : x, mode);
}

export interface Raw {
  readonly sums: readonly number[];
  readonly scale: number;
}

export interface Affine {
  readonly gamma: Required<Operand>;
  readonly beta: Required<Operand>;
  /** β seeds per element, else once per value of β */
  readonly perElement: boolean;
}

type SeedRules = Pick<Rules, 'affineSeed' | 'seedGuard'>;

/** L15 step 4: the seeds, or `undefined` where one is refused */
function seedsOf(
  g: Generator,
  { beta }: Affine,
  indices: readonly number[],
  scale: number,
  bits: number,
  mode: Mode,
  rules: SeedRules,
): number[] | undefined {
  const form = rules.affineSeed;
  const ratio = over(beta.scale, scale);
  if (form === 'factor') {
    const widest = fromInteger(peakOf(beta.values));
    const seed = Math.abs(times(widest, ratio));
    const top = range(bits).high;
    const bound = minus(fromInteger(2147483647), times(top, top));
    if (Number.isNaN(seed) || seed > bound) return undefined;
  }
  const seeds: number[] = [];
  for (const index of indices) {
    const q = beta.values[index]!;
    const seed =
      form === 'factor'
        ? roundMode(g, times(fromInteger(q), ratio), mode)
        : rescaledSeed(g, q, beta.scale, scale, mode, rules);
    if (seed === undefined) return undefined;
    seeds.push(seed);
  }
  return seeds;
}

/** L15 steps 1–4, L17; `undefined` = refused */
export function rawForward(
  g: Generator,
  x: Required<Operand>,
  affine: Affine,
  cut: Cut,
  eps: number,
  bits: number,
  mode: Mode,
  rules: SeedRules,
): Raw | undefined {
  const normal = normalised(x, cut, eps);
  const peakIn = affine.perElement ? peakOf : lastPeakOf;
  const peak = new Set(x.values).size === 1 ? 0 : peakIn(normal);
  let scale = 1;
  let h = normal.map(() => 0);
  if (peak !== 0) {
    const factor = over(range(bits).high, peak);
    h = normal.map((v) => clampedCode(g, times(v, factor), bits, mode));
    scale = over(1, factor);
  }
  scale = times(scale, affine.gamma.scale);
  const all = affine.perElement ? cut.gammaAt : affine.beta.values.map((_, c) => c);
  const seeds = seedsOf(g, affine, all, scale, bits, mode, rules);
  if (seeds === undefined) return undefined;
  const sums = h.map((code, i) => {
    const index = cut.gammaAt[i]!;
    // the product alone must be an int32 too
    const product = int32(BigInt(code) * BigInt(affine.gamma.values[index]!));
    return int32(product + seeds[affine.perElement ? i : index]!);
  });
  return { sums, scale };
}

export interface Gradients {
  readonly dGamma: readonly number[];
  readonly dBeta: readonly number[];
  readonly dx: readonly number[];
}

/** L16 steps 1 and 2 from zero gradients */
export function gradients(
  x: Operand,
  dy: Operand,
  gamma: Operand,
  cut: Cut,
  eps: number,
): Gradients {
  const normal = normalised(x, cut, eps);
  const zeros = (): number[] => gamma.values.map(() => 0);
  const result = { dGamma: zeros(), dBeta: zeros(), dx: normal.map(() => 0) };
  const n = fromInteger(cut.size);
  for (let block = 0; block < cut.blocks; block++) {
    const elements = elementsOf(cut, block);
    const e = elements.map((i) => times(valueAt(dy, i), valueAt(gamma, cut.gammaAt[i]!)));
    for (const i of elements) {
      const at = cut.gammaAt[i]!;
      result.dBeta[at] = plus(result.dBeta[at]!, valueAt(dy, i));
      result.dGamma[at] = plus(result.dGamma[at]!, times(valueAt(dy, i), normal[i]!));
    }
    const a = over(total(e), n);
    const c = over(total(elements.map((i, j) => times(e[j]!, normal[i]!))), n);
    const { rstd } = statistics(x, elements, eps);
    elements.forEach((i, j) => {
      result.dx[i] = times(rstd, minus(minus(e[j]!, a), times(normal[i]!, c)));
    });
  }
  return result;
}

/** L16 step 4 */
export function dxCodes(
  g: Generator,
  values: readonly number[],
  bits: number,
  mode: Mode,
): { codes: number[]; scale: number } {
  const peak = peakOf(values);
  const scale = gridScale(peak, bits);
  if (peak === 0) return { codes: values.map(() => 0), scale };
  return { codes: values.map((v) => clampedCode(g, over(v, scale), bits, mode)), scale };
}
