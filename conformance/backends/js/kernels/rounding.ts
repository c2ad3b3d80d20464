/** Rounding of float32 to int32 and the guarded seed rescale (S16–S20). */

import type { WireRounding } from '../../../../schema/format/types.ts';
import { f32, i32, type JsContext, type JsKernels, KernelRefusal } from '../api.ts';
import { drawUniform } from './rng.ts';

const fround = Math.fround;

const lowest = -2147483648;

/** An integral value as int32; INT32_MIN for NaN and for what int32 does not hold, as x86 casts. */
export function castInt32(x: number): number {
  const code = x | 0;
  return code === x ? code : lowest;
}

/** Nearest integer, halves away from zero (S16). */
export function halfAway(x: number): number {
  // up first, because ties are rare and signs are not
  const up = Math.floor(x + 0.5);
  return castInt32(up - x === 0.5 && x < 0 ? up - 1 : up);
}

/** One draw, two float32 operations, then S16 (S17). */
export function stochastic(ctx: JsContext, x: number): number {
  return halfAway(fround(fround(x + drawUniform(ctx)) - 0.5));
}

/** Rounds by mode (S18). */
export function roundBy(ctx: JsContext, mode: WireRounding, x: number): number {
  return mode === 'SR_HALF_AWAY' ? stochastic(ctx, x) : halfAway(x);
}

/** 2^30 + 2^15: the largest admissible seed magnitude (S20). */
const seedBound = 0x40008000;

/** `(q·sP) ÷ sA`, refused beyond the bound, rounded by mode (S20). */
export function rescaleSeed(
  ctx: JsContext,
  q: number,
  sP: number,
  sA: number,
  mode: WireRounding,
  isGuarded = ctx.contract.seedGuard,
): number {
  const r = fround(fround(fround(q) * sP) / sA);
  if (isGuarded && !(Math.abs(r) <= seedBound)) {
    throw new KernelRefusal(`A12: seed ${r} is beyond the bound`);
  }
  return roundBy(ctx, mode, r);
}

export const roundingKernels: JsKernels = {
  round(ctx, call) {
    const [x, y] = [f32(call.tensor('x')), i32(call.tensor('y'))];
    const mode = call.rounding('rounding');
    for (let i = 0; i < x.length; i++) y[i] = roundBy(ctx, mode, x[i]!);
  },
  seed_rescale(ctx, call) {
    const [sp, sa] = [call.f32('sp'), call.f32('sa')];
    const mode = call.rounding('rounding');
    // collected first: nothing may be written if a later element is refused
    const guard = ctx.contract.seedGuard && !call.has('guard');
    const seeds = i32(call.tensor('q')).map((q) => rescaleSeed(ctx, q, sp, sa, mode, guard));
    i32(call.tensor('y')).set(seeds);
  },
};
