/** LayerNorm and GroupNorm, forward (L15, L17). */

import type { WireRounding } from '../../../../schema/format/types.ts';
import {
  f32,
  i32,
  type JsCall,
  type JsContext,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
} from '../api.ts';
import {
  blocksOf,
  clampRound,
  guardFloat,
  guardOperand,
  normalized,
  returnsEmpty,
  statisticsOf,
} from './norm_blocks.ts';
import { bottomCode, topCode } from './requant.ts';
import { rescaleSeed, roundBy } from './rounding.ts';
import { produce, stepOf } from './steps.ts';

const fround = Math.fround;

/** β in accumulator units, in draw order. */
function seedsOf(
  ctx: JsContext,
  beta: JsTensor,
  { bits, scale }: Pick<JsTensor, 'bits' | 'scale'>,
  mode: WireRounding,
  count: number,
): Int32Array {
  const q = i32(beta);
  const seeds = new Int32Array(count);
  if (ctx.contract.affineSeed === 'seed_rescale') {
    for (let i = 0; i < count; i++) {
      seeds[i] = rescaleSeed(ctx, q[i % q.length]!, beta.scale, scale, mode);
    }
    return seeds;
  }
  const ratio = fround(beta.scale / scale);
  const widest = q.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const room = fround(fround(2147483647) - fround(topCode(bits) * topCode(bits)));
  if (!(Math.abs(fround(fround(widest) * ratio)) <= room)) {
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

/** L15 steps 1–4 into raw, at its width and by its mode; refuses A12, A19. */
function forwardSym(
  ctx: JsContext,
  call: JsCall,
  { x: wire, gamma, beta }: Operands,
  raw: JsTensor,
): void {
  const mode = raw.rounding;
  const blocks = blocksOf(call, wire, gamma);
  if (returnsEmpty(ctx, blocks)) {
    raw.scale = 1;
    return;
  }
  const x = blocks.read(wire);
  const statistics = statisticsOf(ctx, x, blocks.count, blocks.size, call.f32('eps'));
  const q = i32(x);
  const h = new Int32Array(x.count);
  let scale = 1;
  if (q.some((v) => v !== q[0])) {
    const values = normalized(statistics, blocks.size);
    const top = blocks.peak(values);
    if (top !== 0) {
      const [low, high] = [bottomCode(raw.bits), topCode(raw.bits)];
      const factor = fround(high / top);
      for (let i = 0; i < h.length; i++) {
        h[i] = clampRound(ctx, mode, fround(values[i]! * factor), low, high);
      }
      scale = fround(1 / factor);
    }
  }
  scale = fround(scale * gamma.scale);
  const { index, perElementSeeds, affine } = blocks;
  const seeds = seedsOf(
    ctx,
    beta,
    { bits: raw.bits, scale },
    mode,
    perElementSeeds ? x.count : affine,
  );
  const [g, out] = [i32(gamma), i32(raw)];
  blocks.positions(raw).forEach((at, i) => {
    const c = index[i % index.length]!;
    out[at] = (Math.imul(h[i]!, g[c]!) + seeds[perElementSeeds ? i : c]!) | 0;
  });
  raw.scale = scale;
}

/** L15 FLOAT32 arm. */
function forwardFloat(
  ctx: JsContext,
  call: JsCall,
  { x, gamma, beta }: Operands,
  raw: JsTensor,
): void {
  const { count, size, index, read, positions } = blocksOf(call, x, gamma);
  const values = normalized(statisticsOf(ctx, read(x), count, size, call.f32('eps')), size);
  const [g, b, out] = [f32(gamma), f32(beta), f32(raw)];
  positions(raw).forEach((at, i) => {
    const c = index[i % index.length]!;
    out[at] = fround(g[c]! * values[i]!) + b[c]!;
  });
}

function forward(ctx: JsContext, call: JsCall): void {
  const [x, gamma, beta] = [call.tensor('x'), call.tensor('gamma'), call.tensor('beta')];
  const step = stepOf(call, '');
  produce(ctx, step, [x, gamma, beta], call.tensor('y'), (a, b, c, raw) => {
    const operands: Operands = { x: a, gamma: b, beta: c! };
    if (step.isFloat) {
      guardFloat([a, b]);
      forwardFloat(ctx, call, operands, raw);
      return;
    }
    for (const t of [a, b, c!, raw]) guardOperand(ctx, t);
    forwardSym(ctx, call, operands, raw);
  });
}

function forwardRaw(ctx: JsContext, call: JsCall): void {
  const y = call.tensor('y');
  const [x, gamma, beta] = [call.tensor('x'), call.tensor('gamma'), call.tensor('beta')];
  for (const t of [x, gamma, beta, y]) guardOperand(ctx, t);
  forwardSym(ctx, call, { x, gamma, beta }, y);
}

export const normForwardKernels: JsKernels = {
  norm_statistics(ctx, call) {
    const [mean, rstd] = [call.tensor('mean'), call.tensor('rstd')];
    const x = call.tensor('x');
    const [blocks, size] = x.shape as [number, number];
    const statistics = statisticsOf(ctx, x, blocks, size, call.f32('eps'));
    f32(mean).set(statistics.mean);
    f32(rstd).set(statistics.rstd);
  },
  layer_norm_forward_raw: forwardRaw,
  layer_norm_forward: forward,
  group_norm_forward_raw: forwardRaw,
  group_norm_forward: forward,
};
