/** LayerNorm and GroupNorm, backward (L16, L17). */

import {
  f32,
  i32,
  type JsCall,
  type JsContext,
  type JsKernels,
  type JsTensor,
  KernelRefusal,
} from '../api.ts';
import { accumulateInto } from './funnel.ts';
import { commit, convertsBack, isFixedMode, staged } from './gradients.ts';
import {
  type Blocks,
  blocksOf,
  clampRound,
  guardFloat,
  guardOperand,
  normalized,
  returnsEmpty,
  statisticsOf,
} from './norm_blocks.ts';
import { bottomCode, scaleFor, topCode } from './requant.ts';
import { scratch, valuesOf } from './wires.ts';

const fround = Math.fround;

/** L16 steps 1 and 2: adds to dγ and dβ; dx in the order of the blocks. */
function gradients(
  ctx: JsContext,
  call: JsCall,
  blocks: Blocks,
  dGamma: Float32Array,
  dBeta: Float32Array,
): Float32Array {
  const [x, dy] = [blocks.read(call.tensor('x')), blocks.read(call.tensor('dy'))];
  const { count, size, index } = blocks;
  const statistics = statisticsOf(ctx, x, count, size, call.f32('eps'));
  const normal = normalized(statistics, size);
  const [loss, weights] = [valuesOf(dy), valuesOf(call.tensor('gamma'))];
  const dx = new Float32Array(count * size);
  const n = fround(size);
  for (let b = 0; b < count; b++) {
    let [a, c] = [0, 0];
    const end = (b + 1) * size;
    for (let i = b * size; i < end; i++) {
      const at = index[i % index.length]!;
      const e = fround(loss[i]! * weights[at]!);
      dBeta[at] = dBeta[at]! + loss[i]!;
      dGamma[at] = dGamma[at]! + fround(loss[i]! * normal[i]!);
      a = fround(a + e);
      c = fround(c + fround(e * normal[i]!));
      dx[i] = e;
    }
    a = fround(a / n);
    c = fround(c / n);
    const rstd = statistics.rstd[b]!;
    for (let i = b * size; i < end; i++) {
      dx[i] = rstd * fround(fround(dx[i]! - a) - fround(normal[i]! * c));
    }
  }
  return dx;
}

/** L16 step 4. */
function writeDx(ctx: JsContext, blocks: Blocks, values: Float32Array, dx: JsTensor): void {
  const codes = i32(dx);
  const top = blocks.peak(values);
  dx.scale = scaleFor(top, dx.bits);
  if (top === 0) {
    codes.fill(0);
    return;
  }
  const [low, high] = [bottomCode(dx.bits), topCode(dx.bits)];
  const at = blocks.positions(dx);
  for (let i = 0; i < values.length; i++) {
    codes[at[i]!] = clampRound(ctx, dx.rounding, fround(values[i]! / dx.scale), low, high);
  }
}

function push(
  ctx: JsContext,
  call: JsCall,
  name: string,
  increment: JsTensor,
  grad: JsTensor,
): void {
  const isFixed = !convertsBack(ctx) && isFixedMode(call, name);
  accumulateInto(ctx, increment, grad, isFixed);
}

/** June: gradients are narrow SYM_INT32. */
function guardGradients(ctx: JsContext, grads: readonly JsTensor[]): void {
  if (ctx.contract.normGradients === 'any') return;
  for (const { dtype, bits } of grads) {
    if (dtype !== 'SYM_INT32' || bits > ctx.contract.gradientBitsMax) {
      throw new KernelRefusal(`B2: a norm gradient of ${dtype} ${bits}`);
    }
  }
}

function backwardFloat(ctx: JsContext, call: JsCall): void {
  const [x, gamma, dx] = [call.tensor('x'), call.tensor('gamma'), call.tensor('dx')];
  const [gammaGrad, betaGrad] = [call.tensor('gamma_grad'), call.tensor('beta_grad')];
  guardFloat([x, call.tensor('dy'), gamma, dx, gammaGrad, betaGrad]);
  const blocks = blocksOf(call, x, gamma);
  const values = gradients(ctx, call, blocks, f32(gammaGrad), f32(betaGrad));
  const [out, at] = [f32(dx), blocks.positions(dx)];
  for (let i = 0; i < values.length; i++) out[at[i]!] = values[i]!;
}

function backwardSym(ctx: JsContext, call: JsCall): void {
  const [x, dy, gamma] = [call.tensor('x'), call.tensor('dy'), call.tensor('gamma')];
  const [gammaGrad, betaGrad] = [call.tensor('gamma_grad'), call.tensor('beta_grad')];
  const dx = call.tensor('dx');
  for (const t of [x, dy, dx, gamma]) guardOperand(ctx, t);
  guardGradients(ctx, [gammaGrad, betaGrad]);
  const blocks = blocksOf(call, x, gamma);
  if (returnsEmpty(ctx, blocks)) {
    dx.scale = 1;
    return;
  }
  const dGamma = scratch(gammaGrad, 'FLOAT32', 0, 'HALF_AWAY');
  const dBeta = scratch(betaGrad, 'FLOAT32', 0, 'HALF_AWAY');
  const values = gradients(ctx, call, blocks, f32(dGamma), f32(dBeta));
  const [gammaCopy, betaCopy] = [staged(gammaGrad), staged(betaGrad)];
  push(ctx, call, 'gamma_mode', dGamma, gammaCopy);
  push(ctx, call, 'beta_mode', dBeta, betaCopy);
  writeDx(ctx, blocks, values, dx);
  commit(gammaCopy, gammaGrad);
  commit(betaCopy, betaGrad);
}

function backward(ctx: JsContext, call: JsCall): void {
  if (call.word('arithmetic') === 'ARITH_FLOAT32') backwardFloat(ctx, call);
  else backwardSym(ctx, call);
}

export const normBackwardKernels: JsKernels = {
  layer_norm_backward: backward,
  group_norm_backward: backward,
};
