/** LayerNorm and GroupNorm, forward (L15, L17). */

import type { WireRounding } from '../../../../schema/format/types.ts';
import {
  f32,
  f32Param,
  i32,
  type JsCall,
  type JsContext,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
  tensorOf,
} from '../api.ts';
import { contractOf } from '../contracts.ts';
import {
  blocksOf,
  clampRound,
  guardFloat,
  guardOperand,
  normalized,
  peak,
  statisticsOf,
} from './norm_blocks.ts';
import { bottomCode, topCode } from './requant.ts';
import { rescaleSeed, roundBy } from './rounding.ts';
import { produce, stepOf } from './steps.ts';

const fround = Math.fround;

/** The June bound of β seeds, 2^31 − 1 − 32767². */
const factorBound = 1073807358;

/** β in accumulator units, in draw order. */
function seedsOf(ctx: JsContext, beta: JsTensor, scale: number, mode: WireRounding, count: number) {
  const q = i32(beta);
  const seeds = new Int32Array(count);
  if (contractOf(ctx).affineSeed === 'seed_rescale') {
    for (let i = 0; i < count; i++) {
      seeds[i] = rescaleSeed(ctx, q[i % q.length]!, beta.scale, scale, mode);
    }
    return seeds;
  }
  const ratio = fround(beta.scale / scale);
  const widest = q.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  if (!(Math.abs(fround(fround(widest) * ratio)) <= factorBound)) {
    throw new KernelRefusal('A12: a β seed leaves no room for a product');
  }
  for (let i = 0; i < count; i++) {
    seeds[i] = roundBy(ctx, mode, fround(fround(q[i % q.length]!) * ratio));
  }
  return seeds;
}

/** Everything a raw forward is given. */
interface Operands {
  readonly x: JsTensor;
  readonly gamma: JsTensor;
  readonly beta: JsTensor;
}

/** L15 steps 1–4: mantissas into `out`, the raw scale as the result. */
function forwardSym(
  ctx: JsContext,
  call: JsCall,
  { x, gamma, beta }: Operands,
  bits: number,
  mode: WireRounding,
  out: Int32Array,
): number {
  const blocks = blocksOf(call, x, gamma);
  const statistics = statisticsOf(x, blocks.count, f32Param(call, 'eps'));
  const q = i32(x);
  const h = new Int32Array(x.count);
  let scale = 1;
  if (q.some((v) => v !== q[0])) {
    const values = normalized(statistics, blocks.size);
    const top = peak(values);
    if (top !== 0) {
      const [low, high] = [bottomCode(bits), topCode(bits)];
      const factor = fround(high / top);
      for (let i = 0; i < h.length; i++) {
        h[i] = clampRound(ctx, mode, fround(values[i]! * factor), low, high);
      }
      scale = fround(1 / factor);
    }
  }
  scale = fround(scale * gamma.scale);
  const { index, perElementSeeds, affine } = blocks;
  const seeds = seedsOf(ctx, beta, scale, mode, perElementSeeds ? x.count : affine);
  const g = i32(gamma);
  for (let i = 0; i < h.length; i++) {
    const c = index[i % index.length]!;
    out[i] = (Math.imul(h[i]!, g[c]!) + seeds[perElementSeeds ? i : c]!) | 0;
  }
  return scale;
}

/** L15 FLOAT32 arm. */
function forwardFloat(call: JsCall, { x, gamma, beta }: Operands, out: Float32Array): void {
  const blocks = blocksOf(call, x, gamma);
  const values = normalized(statisticsOf(x, blocks.count, f32Param(call, 'eps')), blocks.size);
  const { index } = blocks;
  const [g, b] = [f32(gamma), f32(beta)];
  for (let i = 0; i < values.length; i++) {
    const c = index[i % index.length]!;
    out[i] = fround(g[c]! * values[i]!) + b[c]!;
  }
}

function forward(ctx: JsContext, call: JsCall): void {
  const [x, gamma, beta] = [tensorOf(call, 'x'), tensorOf(call, 'gamma'), tensorOf(call, 'beta')];
  const step = stepOf(call, '');
  produce(ctx, step, [x, gamma, beta], tensorOf(call, 'y'), (a, b, c, raw) => {
    const operands: Operands = { x: a, gamma: b, beta: c! };
    if (step.isFloat) {
      guardFloat([a, b]);
      forwardFloat(call, operands, f32(raw));
      return;
    }
    for (const t of [a, b, c!, raw]) guardOperand(ctx, t);
    raw.scale = forwardSym(ctx, call, operands, raw.bits, step.mode, i32(raw));
  });
}

function forwardRaw(ctx: JsContext, call: JsCall): void {
  const y = tensorOf(call, 'y');
  const [x, gamma, beta] = [tensorOf(call, 'x'), tensorOf(call, 'gamma'), tensorOf(call, 'beta')];
  for (const t of [x, gamma, beta, y]) guardOperand(ctx, t);
  y.scale = forwardSym(ctx, call, { x, gamma, beta }, y.bits, y.rounding, i32(y));
}

export const normForwardKernels: JsKernels = {
  norm_statistics(_ctx, call) {
    const [mean, rstd] = [tensorOf(call, 'mean'), tensorOf(call, 'rstd')];
    const statistics = statisticsOf(tensorOf(call, 'x'), mean.count, f32Param(call, 'eps'));
    f32(mean).set(statistics.mean);
    f32(rstd).set(statistics.rstd);
  },
  layer_norm_forward_raw: forwardRaw,
  layer_norm_forward: forward,
  group_norm_forward_raw: forwardRaw,
  group_norm_forward: forward,
};
