/** Gradient zeroing and scaling, SGD of all contracts, AdamW, schedules (S114–S121, H2). */

import type { WireRounding } from '../../../../schema/format/types.ts';
import {
  f32,
  type JsCall,
  type JsContext,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
} from '../api.ts';
import { floatsToFill } from '../workspace.ts';
import { cosine, power } from './double_math.ts';
import { demandPlain } from './fused.ts';
import { fused } from './fused_multiply_add.ts';
import { commit, staged } from './gradients.ts';
import { floatOperand, valuesOf, writeFloats, writeMode } from './wires.ts';

const fround = Math.fround;

/** Scalars of SGD. */
export interface SgdRates {
  readonly lr: number;
  readonly momentum: number;
  readonly weightDecay: number;
}

/** Scalars of one AdamW step, cast to float32. */
export interface AdamRates {
  readonly w1: number;
  readonly beta2: number;
  readonly s2: number;
  readonly bc2: number;
  readonly step: number;
  readonly decay: number;
  readonly epsilon: number;
}

/** June S114: ⌊n·b/8⌋ bytes are cleared, and only SYM_INT32 gets the scale 1. */
function zeroEarly(gradient: JsTensor): void {
  const { data, count, bits, dtype } = gradient;
  const width = dtype === 'BOOL' ? 1 : bits;
  data.fill(0, 0, data instanceof Uint8Array ? Math.floor((count * width) / 8) : count);
  if (dtype === 'SYM_INT32') gradient.scale = 1;
}

/** S114 */
export function zero(ctx: JsContext, gradient: JsTensor): void {
  if (ctx.contract.sgd === 'unrounded_momentum') {
    zeroEarly(gradient);
    return;
  }
  gradient.data.fill(0);
  if (gradient.dtype !== 'FLOAT32') gradient.scale = 1;
  gradient.zeroPoint = 0;
}

/** S115; June scales no packed gradients. */
export function scale(ctx: JsContext, gradient: JsTensor, factor: number): void {
  demandGradient(gradient);
  const isPacked = gradient.data instanceof Uint8Array;
  if (isPacked && ctx.contract.sgd === 'unrounded_momentum') {
    throw new KernelRefusal(`A23: a ${gradient.dtype} gradient`);
  }
  if (gradient.dtype === 'FLOAT32') {
    const g = f32(gradient);
    for (let i = 0; i < g.length; i++) g[i] = g[i]! * factor;
  } else gradient.scale = fround(gradient.scale * factor);
}

/** Refuses (A23) gradients that no optimizer takes. */
export function demandGradient(gradient: JsTensor): void {
  if (gradient.dtype === 'INT32' || gradient.dtype === 'BOOL') {
    throw new KernelRefusal(`A23: a ${gradient.dtype} gradient`);
  }
}

function demandFloatUpdate(call: JsCall): void {
  const arithmetic = call.word('arithmetic');
  if (arithmetic !== 'ARITH_FLOAT32') throw new KernelRefusal(`A23: ${arithmetic} updates`);
}

/** `g + wd·p` per element. */
function decayed(g: Float32Array, p: Float32Array, weightDecay: number): Float32Array {
  const sums = floatsToFill(g.length);
  for (let i = 0; i < g.length; i++) sums[i] = g[i]! + fround(weightDecay * p[i]!);
  return sums;
}

/** `p − lr·d` per element. */
function descended(p: Float32Array, d: Float32Array, lr: number): Float32Array {
  const moved = floatsToFill(p.length);
  for (let i = 0; i < p.length; i++) moved[i] = p[i]! - fround(lr * d[i]!);
  return moved;
}

/** S65: a tensor as floats. */
function floatsOf(ctx: JsContext, t: JsTensor): Float32Array {
  return f32(floatOperand(ctx, t));
}

/** Writes an update by the optimizer's mode (S118). */
function store(ctx: JsContext, values: Float32Array, t: JsTensor, writeBack: WireRounding): void {
  writeFloats(ctx, values, t, writeMode(ctx, writeBack, t));
}

/** Writes an SGD update; in June by the record's own mode (H2). */
function storeSgd(
  ctx: JsContext,
  values: Float32Array,
  t: JsTensor,
  writeBack: WireRounding,
): void {
  if (ctx.contract.sgd === 'unrounded_momentum') writeFloats(ctx, values, t, t.rounding);
  else store(ctx, values, t, writeBack);
}

/** S116 */
export function sgd(
  ctx: JsContext,
  parameter: JsTensor,
  gradient: JsTensor,
  rates: SgdRates,
  writeBack: WireRounding,
): void {
  const [p, g] = [floatsOf(ctx, parameter), floatsOf(ctx, gradient)];
  storeSgd(ctx, descended(p, decayed(g, p, rates.weightDecay), rates.lr), parameter, writeBack);
}

/** S117; June: the parameter follows the momentum before it is rounded. */
export function sgdMomentum(
  ctx: JsContext,
  parameter: JsTensor,
  gradient: JsTensor,
  state: JsTensor,
  rates: SgdRates,
  writeBack: WireRounding,
): void {
  const next = staged(state);
  const [p, v] = [floatsOf(ctx, parameter), floatsOf(ctx, state)];
  const drive = decayed(floatsOf(ctx, gradient), p, rates.weightDecay);
  const momenta = floatsToFill(v.length);
  for (let i = 0; i < v.length; i++) momenta[i] = fround(rates.momentum * v[i]!) + drive[i]!;
  storeSgd(ctx, momenta, next, writeBack);
  const stored = ctx.contract.sgd === 'stored_momentum';
  const followed = stored ? valuesOf(next) : momenta;
  storeSgd(ctx, descended(p, followed, rates.lr), parameter, writeBack);
  commit(next, state);
}

/** S119 scalars of step t. */
export function adamRates(
  lr: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  weightDecay: number,
  t: number,
): AdamRates {
  return {
    w1: fround(1 - beta1),
    beta2: fround(beta2),
    s2: fround(1 - beta2),
    bc2: fround(Math.sqrt(1 - power(beta2, t))),
    step: fround(-(lr / (1 - power(beta1, t)))),
    decay: fround(1 - lr * weightDecay),
    epsilon: fround(epsilon),
  };
}

/** S119; the moments are committed when nothing is refused any more. */
export function adamW(
  ctx: JsContext,
  parameter: JsTensor,
  gradient: JsTensor,
  m: JsTensor,
  v: JsTensor,
  rates: AdamRates,
  writeBack: WireRounding,
): void {
  demandPlain([parameter, gradient, m, v]);
  const [nextM, nextV] = [staged(m), staged(v)];
  const g = floatsOf(ctx, gradient);
  const first = floatsOf(ctx, m).map((x, i) => fused(rates.w1, fround(g[i]! - x), x));
  store(ctx, first, nextM, writeBack);
  const second = floatsOf(ctx, v).map((x, i) => {
    return fround(fround(x * rates.beta2) + fround(fround(rates.s2 * g[i]!) * g[i]!));
  });
  store(ctx, second, nextV, writeBack);
  const [mean, square] = [valuesOf(nextM), valuesOf(nextV)];
  const updated = floatsOf(ctx, parameter).map((p, i) => {
    const root = fround(fround(Math.sqrt(square[i]!)) / rates.bc2);
    const pull = fround(fround(rates.step * mean[i]!) / fround(root + rates.epsilon));
    return fround(fround(p * rates.decay) + pull);
  });
  store(ctx, updated, parameter, writeBack);
  commit(nextM, m);
  commit(nextV, v);
}

/** S119 construction. */
export function demandAdamW(beta1: number, beta2: number, epsilon: number): void {
  const fits = beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0;
  if (!fits) throw new KernelRefusal(`A23: AdamW of β ${beta1}, ${beta2}, ε ${epsilon}`);
}

function sgdRates(call: JsCall, momentum: number): SgdRates {
  return { lr: call.f32('lr'), momentum, weightDecay: call.f32('weight_decay') };
}

/** S120: the rate after e ticks. */
function rateAfter(kind: string, base: number, factor: number, period: number, e: number): number {
  if (kind === 'STEP') return fround(base * power(factor, Math.floor(e / period)));
  if (kind === 'EXPONENTIAL') return fround(base * power(factor, e));
  return fround(factor + ((base - factor) * (1 + cosine((Math.PI * e) / period))) / 2);
}

export const optimizerKernels: JsKernels = {
  zero_gradient(ctx, call) {
    zero(ctx, call.tensor('gradient'));
  },
  scale_gradient(ctx, call) {
    scale(ctx, call.tensor('gradient'), call.f32('factor'));
  },
  sgd_step(ctx, call) {
    const [parameter, gradient] = [call.tensor('parameter'), call.tensor('gradient')];
    const stored = ctx.contract.sgd === 'stored_momentum';
    if (stored) {
      demandFloatUpdate(call);
      demandGradient(gradient);
    }
    sgd(ctx, parameter, gradient, sgdRates(call, 0), call.rounding('write_back'));
    // the June step without state encodes the gradient once more
    if (stored || gradient.dtype !== 'SYM_INT32') return;
    writeFloats(ctx, valuesOf(gradient), gradient, gradient.rounding);
  },
  sgd_momentum_step(ctx, call) {
    if (ctx.contract.sgd === 'stored_momentum') demandFloatUpdate(call);
    sgdMomentum(
      ctx,
      call.tensor('parameter'),
      call.tensor('gradient'),
      call.tensor('state'),
      sgdRates(call, call.f32('momentum')),
      call.rounding('write_back'),
    );
  },
  adamw_step(ctx, call) {
    const [beta1, beta2] = [call.f64('beta1'), call.f64('beta2')];
    const epsilon = call.f64('epsilon');
    demandAdamW(beta1, beta2, epsilon);
    demandFloatUpdate(call);
    const [lr, decay] = [call.f32('lr'), call.f64('weight_decay')];
    const rates = adamRates(lr, beta1, beta2, epsilon, decay, call.int('t'));
    adamW(
      ctx,
      call.tensor('parameter'),
      call.tensor('gradient'),
      call.tensor('m'),
      call.tensor('v'),
      rates,
      call.rounding('write_back'),
    );
  },
  lr_schedule(_ctx, call) {
    const [kind, period] = [call.word('kind'), call.int('period')];
    const [base, factor] = [call.f32('base'), call.f32('factor')];
    if (!Number.isFinite(factor)) throw new KernelRefusal(`A24: a factor of ${factor}`);
    if (kind !== 'EXPONENTIAL' && period < 1) throw new KernelRefusal('A24: a period of 0');
    const rates = f32(call.tensor('rates'));
    const first = call.int('first');
    for (let i = 0; i < rates.length; i++) {
      rates[i] = rateAfter(kind, base, factor, period, first + i);
    }
  },
};
