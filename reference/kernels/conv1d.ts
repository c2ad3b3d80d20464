/**
 * Conv1d gather kernels (S91, S92): correlation of x[B,Cin,L] with w[Cout,Cin/g,K]. Storage is row-major,
 * `order` is ignored; padding contributes no operation. No dtype and no width is checked.
 */

import type { Numerics } from '../numerics.ts';
import { demand, precondition } from '../refusal.ts';
import { demandCount, floats, ints, type Tensor } from '../tensor.ts';
import type { Window1d } from './window.ts';

export interface Convolution1d {
  readonly window: Window1d;
  readonly groups: number;
  /** transposed form only */
  readonly outputPadding: number;
}

/** The loop bounds of one convolution, gather or scatter. */
export interface ConvExtents {
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly inLength: number;
  readonly outLength: number;
  readonly kernel: number;
  readonly groups: number;
  readonly padLeft: number;
}

/** One multiply-accumulate: indices into x, w and y. */
export type TapVisitor = (xi: number, wi: number, yi: number) => void;

/** Refuses (A17) group counts that do not divide both channel counts; by 0 nothing can be divided. */
export function demandGroups(
  _n: Numerics,
  groups: number,
  inChannels: number,
  outChannels: number,
): void {
  precondition(groups > 0, 'a kernel of no groups');
  demand(
    inChannels % groups === 0 && outChannels % groups === 0,
    'A17',
    `groups ${groups} must divide ${inChannels} and ${outChannels} channels`,
  );
}

/** x and y of another rank, or of different batches, are read and written past their ends: undefined. */
export function demandConvWires(_n: Numerics, x: Tensor, y: Tensor): void {
  for (const t of [x, y]) precondition(t.shape.length === 3, `a wire of rank ${t.shape.length}`);
  precondition(x.shape[0] === y.shape[0], `batches of ${x.shape[0]} and ${y.shape[0]}`);
}

/** A bias of another length than the output channels is undefined. */
export function demandConvBias(_n: Numerics, bias: Tensor | undefined, channels: number): void {
  if (bias !== undefined) demandCount(bias, channels, 'the bias');
}

/** Checks of S91/S92: groups, and the geometry's length against the output's. */
export function convExtents(n: Numerics, c: Convolution1d, x: Tensor, y: Tensor): ConvExtents {
  const [batch, inChannels, inLength] = x.shape as [number, number, number];
  const [, outChannels, outLength] = y.shape as [number, number, number];
  n.fn.demandGroups(n, c.groups, inChannels, outChannels);
  const geometry = n.fn.windowGeometry(n, c.window, inLength);
  demand(
    geometry.outputLength === outLength,
    'A17',
    `output length ${outLength} does not fit the geometry's ${geometry.outputLength}`,
  );
  n.fn.demandConvWires(n, x, y);
  const { padLeft } = geometry;
  const { kernel } = c.window;
  const { groups } = c;
  return { batch, inChannels, outChannels, inLength, outLength, kernel, groups, padLeft };
}

/** Weights of other extents than the channels, groups and taps are read past their end: undefined. */
export function demandWeightExtents(_n: Numerics, w: Tensor, extents: readonly number[]): void {
  precondition(`${w.shape}` === `${extents}`, `weights [${w.shape}] for [${extents}]`);
}

/** Index of w[oc, ic − first channel of the group, k]. */
export function convWeightIndex(
  _n: Numerics,
  e: ConvExtents,
  oc: number,
  ic: number,
  k: number,
): number {
  const perGroup = e.inChannels / e.groups;
  return (oc * perGroup + (ic % perGroup)) * e.kernel + k;
}

/** All taps of one output element, input channel outer, tap inner, ascending (S91). */
export function gatherTaps(
  n: Numerics,
  c: Convolution1d,
  e: ConvExtents,
  at: { readonly b: number; readonly oc: number; readonly o: number },
  visit: TapVisitor,
): void {
  const inPerGroup = e.inChannels / e.groups;
  const group = Math.floor(at.oc / (e.outChannels / e.groups));
  const slice = n.fn.windowSlice(n, c.window, e.inLength, e.padLeft, at.o);
  const yi = (at.b * e.outChannels + at.oc) * e.outLength + at.o;
  for (let ic = group * inPerGroup; ic < (group + 1) * inPerGroup; ic++) {
    for (let t = 0; t < slice.count; t++) {
      const position = slice.firstInput + t * c.window.dilation;
      const xi = (at.b * e.inChannels + ic) * e.inLength + position;
      visit(xi, n.fn.convWeightIndex(n, e, at.oc, ic, slice.firstTap + t), yi);
    }
  }
}

/** Every output element in the order b, output channel, position. */
function forEachOutput(
  e: ConvExtents,
  visit: (at: { b: number; oc: number; o: number }, yi: number) => void,
): void {
  let yi = 0;
  for (let b = 0; b < e.batch; b++) {
    for (let oc = 0; oc < e.outChannels; oc++) {
      for (let o = 0; o < e.outLength; o++) visit({ b, oc, o }, yi++);
    }
  }
}

/** S91: the accumulator starts at the bias; one rounding per product and per sum. Refuses A17. */
export function conv1dFloat(
  n: Numerics,
  c: Convolution1d,
  x: Tensor,
  w: Tensor,
  bias: Tensor | undefined,
  y: Tensor,
): void {
  const e = n.fn.convExtents(n, c, x, y);
  n.fn.demandWeightExtents(n, w, [e.outChannels, e.inChannels / e.groups, e.kernel]);
  n.fn.demandConvBias(n, bias, e.outChannels);
  const xs = floats(x);
  const ws = floats(w);
  const ys = floats(y);
  forEachOutput(e, (at, yi) => {
    let acc = bias === undefined ? 0 : floats(bias)[at.oc]!;
    n.fn.gatherTaps(n, c, e, at, (xi, wi) => {
      acc = n.f.mulAdd(xs[xi]!, ws[wi]!, acc);
    });
    ys[yi] = acc;
  });
}

/**
 * S92: raw int32 sums at scale `sX ⊗ sW`, seeded with the bias (one S20 per output channel, before the
 * products). No width guard: wide operands run and may overflow. Refuses A17, and A12 for a seed.
 */
export function conv1dSym(
  n: Numerics,
  c: Convolution1d,
  x: Tensor,
  w: Tensor,
  bias: Tensor | undefined,
  y: Tensor,
): void {
  const e = n.fn.convExtents(n, c, x, y);
  n.fn.demandWeightExtents(n, w, [e.outChannels, e.inChannels / e.groups, e.kernel]);
  n.fn.demandConvBias(n, bias, e.outChannels);
  const scale = n.f.mul(x.scale, w.scale);
  const seeds = bias === undefined ? undefined : n.fn.biasSeeds(n, bias, scale);
  const xs = ints(x);
  const ws = ints(w);
  const acc = n.fn.newAccumulators(n, ints(y).length);
  forEachOutput(e, (at, yi) => {
    if (seeds !== undefined) acc.seed(yi, seeds[at.oc]!);
    n.fn.gatherTaps(n, c, e, at, (xi, wi) => acc.add(yi, n.fn.mulInt32(n, xs[xi]!, ws[wi]!)));
  });
  ints(y).set(acc.finish());
  y.scale = scale;
}
