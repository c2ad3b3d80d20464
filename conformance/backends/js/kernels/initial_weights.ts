/** Random initial weights (S15). */

import {
  f32,
  f32Param,
  intParam,
  type JsCall,
  type JsContext,
  type JsKernels,
  tensorOf,
  wordParam,
} from '../api.ts';
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
  const fans = intParam(call, 'fan_in') + intParam(call, 'fan_out');
  return fround(f32Param(call, 'gain') * rootOf(t, fans));
}

function uniformBounds(call: JsCall): [number, number] {
  const kind = wordParam(call, 'kind');
  if (kind === 'uniform') return [f32Param(call, 'low'), f32Param(call, 'high')];
  if (kind === 'xavier') return [-xavier(call, 6), xavier(call, 6)];
  const limit = fround(f32Param(call, 'gain') * rootOf(3, intParam(call, 'fan_in')));
  return [-limit, limit];
}

function normalMoments(call: JsCall): [number, number] {
  const kind = wordParam(call, 'kind');
  if (kind === 'normal') return [f32Param(call, 'mean'), f32Param(call, 'deviation')];
  if (kind === 'xavier') return [0, xavier(call, 2)];
  return [0, fround(f32Param(call, 'gain') / fround(Math.sqrt(fround(intParam(call, 'fan_in')))))];
}

export const initialWeightKernels: JsKernels = {
  init_uniform(ctx, call) {
    const [[a, b], y] = [uniformBounds(call), f32(tensorOf(call, 'y'))];
    const width = fround(b - a);
    for (let i = 0; i < y.length; i++) y[i] = fround(a + fround(drawUniform(ctx) * width));
  },
  init_normal(ctx, call) {
    const [[mean, deviation], y] = [normalMoments(call), f32(tensorOf(call, 'y'))];
    for (let i = 0; i < y.length; i++) y[i] = normalNumber(ctx, mean, deviation);
  },
};
