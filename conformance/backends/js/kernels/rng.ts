/** Generator, shuffle and Bernoulli mask (S10–S14). */

import { bytesOf, f32, i32, type JsContext, type JsKernels } from '../api.ts';

/** The next state as int32 bits (S10). */
export function nextState(ctx: JsContext): number {
  let s = ctx.rng | 0;
  s ^= s << 13;
  s ^= s >>> 17;
  s ^= s << 5;
  ctx.rng = s >>> 0;
  return s;
}

/** U() on the 24-bit grid (S12). */
export function drawUniform(ctx: JsContext): number {
  return (nextState(ctx) >>> 8) * 5.9604644775390625e-8;
}

/** Uniform integer below `bound`, by rejection (S13). */
function drawBelow(ctx: JsContext, bound: number): number {
  const limit = 0xffffffff - (0xffffffff % bound);
  for (;;) {
    const x = nextState(ctx) >>> 0;
    if (x < limit) return x % bound;
  }
}

/** Shuffles in place from the last element down (S13). */
export function shuffle(ctx: JsContext, items: Int32Array): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = drawBelow(ctx, last + 1);
    const kept = items[other]!;
    items[other] = items[last]!;
    items[last] = kept;
  }
}

/** Writes a mask of `count` bits, 1 with probability p (S14). */
export function drawMask(ctx: JsContext, bytes: Uint8Array, count: number, p: number): void {
  bytes.fill(0);
  for (let i = 0; i < count; i++) if (drawUniform(ctx) < p) bytes[i >>> 3]! |= 1 << (i & 7);
}

export const rngKernels: JsKernels = {
  rng_draws(ctx, call) {
    ctx.rng = call.int('seed') >>> 0 || 0xffffffff;
    const states = i32(call.tensor('states'));
    const uniforms = f32(call.tensor('uniforms'));
    for (let i = 0; i < states.length; i++) {
      uniforms[i] = drawUniform(ctx);
      states[i] = ctx.rng;
    }
  },
  rng_shuffle(ctx, call) {
    shuffle(ctx, i32(call.tensor('indices')));
  },
  rng_bernoulli(ctx, call) {
    const mask = call.tensor('mask');
    drawMask(ctx, bytesOf(mask), mask.count, call.f32('p'));
  },
};
