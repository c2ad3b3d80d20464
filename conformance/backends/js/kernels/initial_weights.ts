/** Random initial weights (S15). */

import { f32, type JsCall, type JsContext, type JsKernels } from '../api.ts';
import { cosine } from './double_math.ts';
import { logf } from './exp_log.ts';
import { drawUniform } from './rng.ts';

const fround = Math.fround;
const twoPi = fround(2 * fround(Math.PI));
const smallest = fround(1e-7);

function normalNumber(ctx: JsContext, mean: number, deviation: number): number {
  let u1 = drawUniform(ctx);
  const u2 = drawUniform(ctx);
  while (u1 <= smallest) u1 = drawUniform(ctx);
  const radius = fround(Math.sqrt(fround(-2 * logf(u1))));
  const direction = fround(cosine(fround(twoPi * u2)));
  return fround(mean + fround(fround(deviation * radius) * direction));
}

/** `√(t ÷ i2f(fans))` */
function rootOf(t: number, fans: number): number {
  return fround(Math.sqrt(fround(t / fround(fans))));
}

function xavier(call: JsCall, t: number): number {
  const fans = call.int('fan_in') + call.int('fan_out');
  return fround(call.f32('gain') * rootOf(t, fans));
}

function uniformBounds(call: JsCall): [number, number] {
  const kind = call.word('kind');
  if (kind === 'uniform') return [call.f32('low'), call.f32('high')];
  if (kind === 'xavier') return [-xavier(call, 6), xavier(call, 6)];
  const limit = fround(call.f32('gain') * rootOf(3, call.int('fan_in')));
  return [-limit, limit];
}

function normalMoments(call: JsCall): [number, number] {
  const kind = call.word('kind');
  if (kind === 'normal') return [call.f32('mean'), call.f32('deviation')];
  if (kind === 'xavier') return [0, xavier(call, 2)];
  return [0, fround(call.f32('gain') / fround(Math.sqrt(fround(call.int('fan_in')))))];
}

export const initialWeightKernels: JsKernels = {
  init_uniform(ctx, call) {
    const [[a, b], y] = [uniformBounds(call), f32(call.tensor('y'))];
    const width = fround(b - a);
    for (let i = 0; i < y.length; i++) y[i] = fround(a + fround(drawUniform(ctx) * width));
  },
  init_normal(ctx, call) {
    const [[mean, deviation], y] = [normalMoments(call), f32(call.tensor('y'))];
    for (let i = 0; i < y.length; i++) y[i] = normalNumber(ctx, mean, deviation);
  },
};
