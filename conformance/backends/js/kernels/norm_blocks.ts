/** Blocks and statistics of the norm layers (L14, L17), and the guards of their operands. */

import type { WireRounding } from '../../../../schema/format/types.ts';
import { f32, i32, type JsCall, type JsContext, type JsTensor, KernelRefusal } from '../api.ts';
import { roundBy } from './rounding.ts';
import { inLogicalOrder, isIdentity, logicalExtents, logicalPositions } from './views.ts';
import { valuesOf } from './wires.ts';

const fround = Math.fround;

/** Blocks of the wires in the order that `read` gives, and for every position in a group of blocks its γ. */
export interface Blocks {
  readonly count: number;
  readonly size: number;
  readonly affine: number;
  /** γ index of element i, repeating after `index.length` elements */
  readonly index: Int32Array;
  readonly perElementSeeds: boolean;
  /** a wire in the order of the blocks */
  readonly read: (t: JsTensor) => JsTensor;
  /** storage position of every element of a wire, in the order of the blocks */
  readonly positions: (t: JsTensor) => Int32Array;
  /** absolute maximum over the whole tensor */
  readonly peak: (values: Float32Array) => number;
}

/** LayerNorm's absolute maximum: a NaN never enters. */
function peak(values: Float32Array): number {
  let m = 0;
  for (const v of values) {
    const a = Math.abs(v);
    if (a > m) m = a;
  }
  return m;
}

/** GroupNorm's: a NaN replaces the maximum, and the next value replaces the NaN. */
function peakTakingNaN(values: Float32Array): number {
  let m = 0;
  for (const v of values) {
    const a = Math.abs(v);
    m = m > a ? m : a;
  }
  return m;
}

function layerBlocks(x: JsTensor, gamma: JsTensor): Blocks {
  const extents = logicalExtents(x);
  const lead = extents.length - gamma.shape.length;
  if (lead < 0 || gamma.shape.some((extent, axis) => extent !== extents[lead + axis])) {
    throw new KernelRefusal(`B2: γ [${gamma.shape}] for x of extents [${extents}]`);
  }
  const size = gamma.count;
  return {
    count: size === 0 ? 0 : x.count / size,
    size,
    affine: size,
    index: Int32Array.from({ length: size }, (_, j) => j),
    perElementSeeds: true,
    read: inLogicalOrder,
    positions: logicalPositions,
    peak,
  };
}

function groupBlocks(x: JsTensor, gamma: JsTensor, groups: number): Blocks {
  const [batch, channels, length] = x.shape as [number, number, number];
  if (
    x.shape.length !== 3 ||
    !isIdentity(x) ||
    gamma.count !== channels ||
    channels % groups !== 0
  ) {
    throw new KernelRefusal(`B2: ${groups} groups of x [${x.shape}] with ${gamma.count} γ`);
  }
  const index = Int32Array.from({ length: channels * length }, (_, i) => Math.floor(i / length));
  return {
    count: batch * groups,
    size: (channels / groups) * length,
    affine: channels,
    index,
    perElementSeeds: false,
    read: (t) => t,
    positions: (t) => Int32Array.from({ length: t.count }, (_, i) => i),
    peak: peakTakingNaN,
  };
}

/** Whether there is nothing to normalise and the contract's SYM arms then only set the scale 1. */
export function returnsEmpty(ctx: JsContext, { count, size }: Blocks): boolean {
  return ctx.contract.emptyNorm === 'returns' && count * size === 0;
}

/** The blocks of a call: GroupNorm where it has groups. */
export function blocksOf(call: JsCall, x: JsTensor, gamma: JsTensor): Blocks {
  return call.has('groups') ? groupBlocks(x, gamma, call.int('groups')) : layerBlocks(x, gamma);
}

/** Deviations from the block mean and 1/√(σ² + ε) of each block (L14). */
export interface Statistics {
  readonly mean: Float32Array;
  readonly rstd: Float32Array;
  /** x minus its block mean */
  readonly deviations: Float32Array;
}

function meanOf(x: JsTensor, from: number, size: number): number {
  if (x.dtype === 'FLOAT32') {
    const values = f32(x);
    let sum = 0;
    for (let i = from; i < from + size; i++) sum = fround(sum + values[i]!);
    return fround(sum / fround(size));
  }
  const q = i32(x);
  let sum = 0;
  for (let i = from; i < from + size; i++) sum = (sum + q[i]!) | 0;
  return fround(x.scale * fround(fround(sum) / fround(size)));
}

/** Refuses (A19) sums that may leave int32. */
function guardSum(ctx: JsContext, bits: number, size: number): void {
  const isNarrow = bits >= 1 && bits <= 16;
  const checked = ctx.contract.statisticsLabel === 'guarded';
  if ((checked && !isNarrow) || size >= 2 ** (32 - bits)) {
    throw new KernelRefusal(`A19: blocks of ${size} elements of ${bits} bits`);
  }
}

/** L14 of `blocks` runs of `size` elements in a row; refuses A19. */
export function statisticsOf(
  ctx: JsContext,
  x: JsTensor,
  blocks: number,
  size: number,
  eps: number,
): Statistics {
  if (x.dtype !== 'FLOAT32') guardSum(ctx, x.bits, size);
  const deviations = valuesOf(x).slice();
  const [mean, rstd] = [new Float32Array(blocks), new Float32Array(blocks)];
  for (let b = 0; b < blocks; b++) {
    const m = meanOf(x, b * size, size);
    let v = 0;
    for (let i = b * size; i < (b + 1) * size; i++) {
      const d = fround(deviations[i]! - m);
      deviations[i] = d;
      v = fround(v + fround(d * d));
    }
    mean[b] = m;
    rstd[b] = fround(1 / fround(Math.sqrt(fround(fround(v / fround(size)) + eps))));
  }
  return { mean, rstd, deviations };
}

/** Normalised values in place of the deviations. */
export function normalized({ deviations, rstd }: Statistics, size: number): Float32Array {
  for (let i = 0; i < deviations.length; i++) {
    deviations[i] = deviations[i]! * rstd[Math.floor(i / size)]!;
  }
  return deviations;
}

/** B2: dtype and label of a SYM operand. */
export function guardOperand(ctx: JsContext, t: JsTensor): void {
  if (t.dtype !== 'SYM_INT32' || t.bits > ctx.contract.normLabelMax) {
    throw new KernelRefusal(`B2: a norm operand of ${t.dtype} ${t.bits}`);
  }
}

/** Clamps as a float, then rounds: the stochastic result may leave the width by one. */
export function clampRound(
  ctx: JsContext,
  mode: WireRounding,
  x: number,
  low: number,
  high: number,
): number {
  return roundBy(ctx, mode, x < low ? low : x > high ? high : x);
}

/** B2: every tensor of the FLOAT32 arm is FLOAT32. */
export function guardFloat(tensors: readonly JsTensor[]): void {
  const other = tensors.find(({ dtype }) => dtype !== 'FLOAT32');
  if (other !== undefined) throw new KernelRefusal(`B2: the FLOAT32 arm was given ${other.dtype}`);
}
