/** Backward kernels shared by LayerNorm and GroupNorm: dγ, dβ and dx (L16, L17). */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { demandCount, floats, ints, type Tensor } from '../tensor.ts';
import type { GroupNormLayer, LayerContext, LayerNormLayer, Parameter } from './layer.ts';
import type { BlockStatistics, NormGeometry } from './norm_statistics.ts';

export type NormLayer = LayerNormLayer | GroupNormLayer;

/** What the backward reads, as floats: the same formulas serve both arms. */
export interface NormOperands {
  /** normalised input n of element i, in logical order */
  readonly normal: (i: number) => number;
  /** decoded loss Y of element i */
  readonly loss: (i: number) => number;
  /** decoded γ */
  readonly gamma: (index: number) => number;
}

/** Gradients of one backward pass: increments of dγ and dβ, values of dx before its quantization. */
export interface NormGradients {
  readonly dGamma: Float32Array;
  readonly dBeta: Float32Array;
  readonly dx: Float32Array;
}

/** L16: decoded operands of the SYM arm. */
export function normOperands(
  n: Numerics,
  x: Tensor,
  dy: Tensor,
  gamma: Tensor,
  statistics: readonly BlockStatistics[],
  g: NormGeometry,
): NormOperands {
  const q = ints(x);
  const [xAt, dyAt] = [g.positions(x), g.positions(dy)];
  const blockOf = (i: number): BlockStatistics => statistics[Math.floor(i / g.size)]!;
  return {
    normal: (i) => n.fn.normalizeElement(n, q[xAt[i]!]!, x.scale, blockOf(i)),
    loss: (i) => n.fn.decodeSymmetric(n, ints(dy)[dyAt[i]!]!, dy.scale),
    gamma: (index) => n.fn.decodeSymmetric(n, ints(gamma)[index]!, gamma.scale),
  };
}

/** L16: operands of the FLOAT32 arm. */
export function normOperandsFloat(
  n: Numerics,
  x: Tensor,
  dy: Tensor,
  gamma: Tensor,
  statistics: readonly BlockStatistics[],
  g: NormGeometry,
): NormOperands {
  const [xAt, dyAt] = [g.positions(x), g.positions(dy)];
  return {
    normal(i) {
      const block = statistics[Math.floor(i / g.size)]!;
      return n.f.mul(n.f.sub(floats(x)[xAt[i]!]!, block.mean), block.rstd);
    },
    loss: (i) => floats(dy)[dyAt[i]!]!,
    gamma: (index) => floats(gamma)[index]!,
  };
}

/** L16: `e = Y ⊗ Γ`. */
export function normScaledLoss(n: Numerics, operands: NormOperands, i: number, c: number): number {
  return n.f.mul(operands.loss(i), operands.gamma(c));
}

/** L16 step 2: `ι ⊗ ((e ⊖ a) ⊖ (n ⊗ c))`. */
export function normDxElement(
  n: Numerics,
  rstd: number,
  e: number,
  a: number,
  normal: number,
  c: number,
): number {
  return n.f.mul(rstd, n.f.mulSub(normal, c, n.f.sub(e, a)));
}

/** L16 step 1 of one block: adds to dγ and dβ, returns the means a of e and c of e·n. */
export function normBlockMeans(
  n: Numerics,
  operands: NormOperands,
  g: NormGeometry,
  block: number,
  into: NormGradients,
): { readonly a: number; readonly c: number } {
  let a = 0;
  let c = 0;
  for (let j = 0; j < g.size; j++) {
    const i = block * g.size + j;
    const index = g.affineIndex(block, j);
    const loss = operands.loss(i);
    const normal = operands.normal(i);
    const e = n.fn.normScaledLoss(n, operands, i, index);
    into.dBeta[index] = n.f.add(into.dBeta[index]!, loss);
    into.dGamma[index] = n.f.mulAdd(loss, normal, into.dGamma[index]!);
    a = n.f.add(a, e);
    c = n.f.mulAdd(e, normal, c);
  }
  const count = n.f.fromInt(g.size);
  return { a: n.f.div(a, count), c: n.f.div(c, count) };
}

/** L16 steps 1 and 2 of all blocks; dγ and dβ are added to, dx is overwritten. */
export function normGradients(
  n: Numerics,
  operands: NormOperands,
  statistics: readonly BlockStatistics[],
  g: NormGeometry,
  into: NormGradients,
): void {
  for (let block = 0; block < g.blocks; block++) {
    const means = n.fn.normBlockMeans(n, operands, g, block, into);
    for (let j = 0; j < g.size; j++) {
      const i = block * g.size + j;
      const e = n.fn.normScaledLoss(n, operands, i, g.affineIndex(block, j));
      const rstd = statistics[block]!.rstd;
      into.dx[i] = n.fn.normDxElement(n, rstd, e, means.a, operands.normal(i), means.c);
    }
  }
}

/**
 * L16 step 4: dx, given in logical order, at its own width and mode, clamped before it is rounded; all zero gives scale 1 and no
 * draw, else one draw per element in SR mode.
 */
export function writeNormDx(n: Numerics, values: Float32Array, dx: Tensor, g: NormGeometry): void {
  const absMax = n.fn.normAbsMax(n, values, g);
  const target = ints(dx);
  const at = g.positions(dx);
  dx.scale = n.fn.symmetricScale(n, absMax, dx.bits);
  for (let i = 0; i < values.length; i++) {
    const quotient = n.f.div(values[i]!, dx.scale);
    target[at[i]!] = absMax === 0 ? 0 : n.fn.clampThenRound(n, quotient, dx.bits, dx.rounding);
  }
}

/** B2: operands of the SYM backward; the June contracts also look at the gradients. */
export function guardNormBackward(
  n: Numerics,
  x: Tensor,
  dy: Tensor,
  dx: Tensor,
  gamma: Parameter,
  beta: Parameter,
): void {
  n.fn.guardNormOperand(n, x, 'x');
  n.fn.guardNormOperand(n, dy, 'dy');
  n.fn.guardNormOperand(n, dx, 'dx');
  n.fn.guardNormOperand(n, gamma.value, 'γ');
  if (n.contract.normGradients === 'any') return;
  for (const grad of [gamma.grad, beta.grad]) {
    demand(grad.dtype === 'SYM_INT32', 'B2', `a norm gradient must be SYM_INT32, is ${grad.dtype}`);
    const max = n.contract.gradientBitsMax;
    demand(grad.bits <= max, 'B2', `a norm gradient has ${grad.bits} bits, at most ${max}`);
  }
}

/** L16 step 3 in its place: dγ, then dβ, then dx (the order of the draws). */
export function publishNormGradients(
  n: Numerics,
  gradients: NormGradients,
  context: LayerContext,
  gamma: Parameter,
  beta: Parameter,
  dx: Tensor,
  g: NormGeometry,
): void {
  n.fn.pushGradient(n, gradients.dGamma, context.weightGradAccMode, gamma.grad);
  n.fn.pushGradient(n, gradients.dBeta, context.biasGradAccMode, beta.grad);
  n.fn.writeNormDx(n, gradients.dx, dx, g);
}

/** What nobody compares in a backward: the elements of the wires and of the gradients; others are undefined. */
export function demandNormGradients(
  n: Numerics,
  { gamma, beta }: NormLayer,
  x: Tensor,
  wires: readonly Tensor[],
  g: NormGeometry,
): void {
  for (const wire of wires) n.fn.demandNormWire(n, wire, x);
  for (const t of [gamma.grad, beta.grad]) demandCount(t, g.affineCount, 'a gradient');
}

/**
 * L16, L17 SYM arm, operands checked before. Refuses A19, A14, A15. An empty tensor only gives dx the scale
 * 1: the gradients are not touched and their modes not looked at.
 */
export function normBackwardSym(
  n: Numerics,
  layer: NormLayer,
  x: Tensor,
  dy: Tensor,
  dx: Tensor,
  g: NormGeometry,
): void {
  n.fn.demandNormWire(n, dx, x);
  if (n.fn.normIsEmpty(n, g)) {
    dx.scale = 1;
    return;
  }
  const { gamma, beta } = layer;
  n.fn.demandNormGradients(n, layer, x, [dy, dx], g);
  const statistics = n.fn.normStatistics(n, x, g, layer.eps);
  const operands = n.fn.normOperands(n, x, dy, gamma.value, statistics, g);
  const gradients: NormGradients = {
    dGamma: new Float32Array(g.affineCount),
    dBeta: new Float32Array(g.affineCount),
    dx: new Float32Array(g.blocks * g.size),
  };
  n.fn.normGradients(n, operands, statistics, g, gradients);
  n.fn.publishNormGradients(n, gradients, layer, gamma, beta, dx, g);
}

/**
 * L16, L17 FLOAT32 arm, operands checked before: gradients are accumulated element by element in place,
 * the accumulate modes are not read.
 */
export function normBackwardFloat(
  n: Numerics,
  layer: NormLayer,
  x: Tensor,
  dy: Tensor,
  dx: Tensor,
  g: NormGeometry,
): void {
  n.fn.demandNormGradients(n, layer, x, [dy, dx], g);
  const statistics = n.fn.normStatisticsFloat(n, x, g, layer.eps);
  const operands = n.fn.normOperandsFloat(n, x, dy, layer.gamma.value, statistics, g);
  const values = new Float32Array(g.blocks * g.size);
  n.fn.normGradients(n, operands, statistics, g, {
    dGamma: floats(layer.gamma.grad),
    dBeta: floats(layer.beta.grad),
    dx: values,
  });
  const at = g.positions(dx);
  for (let i = 0; i < values.length; i++) floats(dx)[at[i]!] = values[i]!;
}

/** L16, L17: the dx arithmetic selects the arm; guards, geometry, then the arm. Refuses B2. */
export function normBackward(
  n: Numerics,
  layer: NormLayer,
  x: Tensor,
  dy: Tensor,
  dx: Tensor,
  geometry: () => NormGeometry,
): void {
  const { gamma, beta } = layer;
  if (layer.propLossMath.type === 'ARITH_SYM_INT32') {
    n.fn.guardNormBackward(n, x, dy, dx, gamma, beta);
    n.fn.normBackwardSym(n, layer, x, dy, dx, geometry());
    return;
  }
  n.fn.guardNormFloat(n, [x, dy, gamma.value]);
  const written = [dx, gamma.grad, beta.grad];
  if (n.contract.normGradients === 'any') n.fn.guardNormFloat(n, written);
  precondition(
    written.every((t) => t.dtype === 'FLOAT32'),
    'the FLOAT32 arm of a norm layer writes floats',
  );
  n.fn.normBackwardFloat(n, layer, x, dy, dx, geometry());
}
