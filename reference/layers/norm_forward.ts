/** Forward kernels shared by LayerNorm and GroupNorm: normalise, then affine (L15, L17). */

import type { Numerics } from '../numerics.ts';
import type { SymmetricCodes } from '../quant/requant.ts';
import { demand } from '../refusal.ts';
import { demandCount, floats, ints, type Rounding, type Tensor } from '../tensor.ts';
import type { BlockStatistics, NormGeometry } from './norm_statistics.ts';

/** Refuses (B2) a SYM operand of a norm layer that is not SYM_INT32 or whose label is too wide. */
export function guardNormOperand(n: Numerics, t: Tensor, what: string): void {
  demand(t.dtype === 'SYM_INT32', 'B2', `${what} of a norm layer must be SYM_INT32, is ${t.dtype}`);
  const max = n.contract.normLabelMax;
  demand(t.bits <= max, 'B2', `${what} has a label of ${t.bits} bits, at most ${max} are allowed`);
}

/** Refuses (B2) an operand of the FLOAT32 arm that is not FLOAT32. */
export function guardNormFloat(_n: Numerics, tensors: readonly Tensor[]): void {
  for (const { dtype } of tensors) {
    demand(dtype === 'FLOAT32', 'B2', `the FLOAT32 arm of a norm layer was given ${dtype}`);
  }
}

/** L15 step 1: all mantissas of the whole tensor equal; a test on integers, not on decoded floats. */
export function normIsConstant(_n: Numerics, q: Int32Array): boolean {
  return q.every((mantissa) => mantissa === q[0]);
}

/** L15 step 2: `((i2f(q) ⊗ s) ⊖ μ) ⊗ ι`. */
export function normalizeElement(
  n: Numerics,
  q: number,
  scale: number,
  block: BlockStatistics,
): number {
  return n.f.mul(n.fn.normDeviation(n, q, scale, block.mean), block.rstd);
}

/** L17 absolute maximum `m = m > a ? m : a`: a NaN replaces it, and the next value replaces the NaN. */
export function absMaxTakingNaN(_n: Numerics, values: Float32Array): number {
  let m = 0;
  for (const value of values) {
    const a = Math.abs(value);
    m = m > a ? m : a;
  }
  return m;
}

/** L15 step 2 absolute maximum: over the whole tensor, one scale for all blocks. */
export function normAbsMax(n: Numerics, values: Float32Array, g: NormGeometry): number {
  if (g.maximum === 'takes_nan') return n.fn.absMaxTakingNaN(n, values);
  return n.fn.absMaxOfStream(n, values.length, (i) => values[i]!);
}

/** L15 step 3 factor `K = Q ⊘ A`. */
export function normFactor(n: Numerics, absMax: number, bits: number): number {
  return n.f.div(n.fn.qMax(n, bits), absMax);
}

/** L15 step 3 scale of the normalised mantissas: `1 ⊘ K`, not `A ⊘ Q`. */
export function normScale(n: Numerics, factor: number, _absMax: number, _bits: number): number {
  return n.f.div(1, factor);
}

/** L15 step 3 quotient before rounding: `n ⊗ K`. */
export function normQuotient(
  n: Numerics,
  value: number,
  factor: number,
  _absMax: number,
  _bits: number,
): number {
  return n.f.mul(value, factor);
}

/** L15, L16: clamps in float, then rounds, so SR may leave the range by one. One draw in SR mode. */
export function clampThenRound(n: Numerics, x: number, bits: number, mode: Rounding): number {
  const clamped = n.fn.clampFloat(n, x, n.fn.qMin(n, bits), n.fn.qMax(n, bits));
  return n.fn.round(n, clamped, mode);
}

/**
 * L15 steps 1–3: normalised mantissas h, in logical order, at the width and mode of the record they are
 * written into. No draw where the input is constant, else one per element in SR mode.
 */
export function normalizeSym(
  n: Numerics,
  x: Tensor,
  statistics: readonly BlockStatistics[],
  g: NormGeometry,
  bits: number,
  mode: Rounding,
): SymmetricCodes {
  const q = Int32Array.from(g.positions(x), (at) => ints(x)[at]!);
  const codes = new Int32Array(q.length);
  if (n.fn.normIsConstant(n, q)) return { codes, scale: 1 };
  const values = Float32Array.from(q, (m, i) =>
    n.fn.normalizeElement(n, m, x.scale, statistics[Math.floor(i / g.size)]!),
  );
  const absMax = n.fn.normAbsMax(n, values, g);
  if (absMax === 0) return { codes, scale: 1 };
  const factor = n.fn.normFactor(n, absMax, bits);
  for (let i = 0; i < codes.length; i++) {
    const quotient = n.fn.normQuotient(n, values[i]!, factor, absMax, bits);
    codes[i] = n.fn.clampThenRound(n, quotient, bits, mode);
  }
  return { codes, scale: n.fn.normScale(n, factor, absMax, bits) };
}

/** Bound of β seeds in the factor form: `i2f(2^31 − 1) ⊖ (Q ⊗ Q)` of y's label. */
export function affineSeedBound(n: Numerics, bits: number): number {
  const q = n.fn.qMax(n, bits);
  return n.f.sub(n.f.fromInt(2147483647), n.f.mul(q, q));
}

/** β guard of the factor form: `|i2f(max|β|) ⊗ ρ|` must leave room for one product (A12). */
export function guardAffineFactor(
  n: Numerics,
  beta: Int32Array,
  ratio: number,
  bits: number,
): void {
  const widest = n.fn.absMaxOfStream(n, beta.length, (i) => beta[i]!);
  const seed = Math.abs(n.f.mul(n.f.fromInt(widest), ratio));
  const bound = n.fn.affineSeedBound(n, bits);
  demand(seed <= bound, 'A12', `β seed ${seed} leaves no room for a product`);
}

/** L15 step 4 seed of one β: S20, or the June factor form. One draw in SR mode. */
export function affineSeed(
  n: Numerics,
  q: number,
  sBeta: number,
  sY: number,
  mode: Rounding,
): number {
  if (n.contract.affineSeed === 'seed_rescale') return n.fn.seedRescale(n, q, sBeta, sY, mode);
  return n.fn.round(n, n.f.mul(n.f.fromInt(q), n.f.div(sBeta, sY)), mode);
}

/** L15, L17 β seeds of a raw record in draw order: one per element, or one per channel. Refuses A12. */
export function affineSeeds(
  n: Numerics,
  beta: Tensor,
  sY: number,
  { bits, rounding: mode }: Pick<Tensor, 'bits' | 'rounding'>,
  g: NormGeometry,
): Int32Array {
  const q = ints(beta);
  if (n.contract.affineSeed === 'factor') {
    n.fn.guardAffineFactor(n, q, n.f.div(beta.scale, sY), bits);
  }
  const count = g.seedPer === 'element' ? g.blocks * g.size : g.affineCount;
  const seeds = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const index = g.seedPer === 'channel' ? i : g.affineIndex(Math.floor(i / g.size), i % g.size);
    seeds[i] = n.fn.affineSeed(n, q[index]!, beta.scale, sY, mode);
  }
  return seeds;
}

/** L15 step 4 of one element: `h ⊠ γ ⊞ seed`. */
export function affineElement(n: Numerics, h: number, gamma: number, seed: number): number {
  return n.fn.addInt32(n, n.fn.mulInt32(n, h, gamma), seed);
}

/** L15, L17: nothing to normalise: no block, or blocks of no element. */
export function normIsEmpty(n: Numerics, g: NormGeometry): boolean {
  return n.contract.emptyNorm === 'returns' && (g.blocks === 0 || g.size === 0);
}

/** What nobody compares in a forward: the elements of y and of β; others are undefined. */
export function demandNormOperands(
  n: Numerics,
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  y: Tensor,
  g: NormGeometry,
): void {
  n.fn.demandNormWire(n, y, x);
  for (const t of [gamma, beta]) demandCount(t, g.affineCount, 'γ or β');
}

/**
 * L15, L17 SYM arm into a raw record whose width and mode are those of the normalised mantissas. Operand
 * labels must be checked before. Refuses A12, A19. Draws: G·N for h, then the seeds. An empty tensor only
 * gets the scale 1.
 */
export function normForwardSym(
  n: Numerics,
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  raw: Tensor,
  g: NormGeometry,
  eps: number,
): void {
  n.fn.demandNormWire(n, raw, x);
  if (n.fn.normIsEmpty(n, g)) {
    raw.scale = 1;
    return;
  }
  n.fn.demandNormOperands(n, x, gamma, beta, raw, g);
  const statistics = n.fn.normStatistics(n, x, g, eps);
  const h = n.fn.normalizeSym(n, x, statistics, g, raw.bits, raw.rounding);
  const scale = n.f.mul(h.scale, gamma.scale);
  const seeds = n.fn.affineSeeds(n, beta, scale, raw, g);
  const target = ints(raw);
  const gammas = ints(gamma);
  g.positions(raw).forEach((at, i) => {
    const c = g.affineIndex(Math.floor(i / g.size), i % g.size);
    const seed = seeds[g.seedPer === 'channel' ? c : i]!;
    target[at] = n.fn.affineElement(n, h.codes[i]!, gammas[c]!, seed);
  });
  raw.scale = scale;
}

/** L15 FLOAT32 arm: `(γ ⊗ n) ⊕ β`. */
export function normForwardFloat(
  n: Numerics,
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  raw: Tensor,
  g: NormGeometry,
  eps: number,
): void {
  n.fn.demandNormOperands(n, x, gamma, beta, raw, g);
  const statistics = n.fn.normStatisticsFloat(n, x, g, eps);
  const source = floats(x);
  const target = floats(raw);
  const from = g.positions(x);
  g.positions(raw).forEach((at, i) => {
    const block = statistics[Math.floor(i / g.size)]!;
    const c = g.affineIndex(Math.floor(i / g.size), i % g.size);
    const normal = n.f.mul(n.f.sub(source[from[i]!]!, block.mean), block.rstd);
    target[at] = n.f.mulAdd(floats(gamma)[c]!, normal, floats(beta)[c]!);
  });
}
