/** Parameter gradients of the convolutions as raw kernels (L7, L8, L11). */

import type { Numerics } from '../numerics.ts';
import { demandCount, floats, ints, type Tensor } from '../tensor.ts';
import type { ConvExtents, Convolution1d, TapVisitor } from './conv1d.ts';

/** A weight gradient of another count than the kernel has weights is undefined. */
export function demandGradientCount(
  _n: Numerics,
  raw: Tensor,
  channels: number,
  grouped: number,
  { groups, kernel }: ConvExtents,
): void {
  demandCount(raw, ((channels * grouped) / groups) * kernel, 'the weight gradient');
}

/** L7 loop nest: b, output channel, position, input channel of the group, tap. Refuses A17. */
export function gatherPairs(
  n: Numerics,
  c: Convolution1d,
  x: Tensor,
  dy: Tensor,
  raw: Tensor,
  visit: TapVisitor,
): void {
  const e: ConvExtents = n.fn.convExtents(n, c, x, dy);
  n.fn.demandGradientCount(n, raw, e.outChannels, e.inChannels, e);
  for (let b = 0; b < e.batch; b++) {
    for (let oc = 0; oc < e.outChannels; oc++) {
      for (let o = 0; o < e.outLength; o++) n.fn.gatherTaps(n, c, e, { b, oc, o }, visit);
    }
  }
}

/** L11 loop nest: b, input channel, position, output channel of the group, tap. Refuses A17. */
export function scatterPairs(
  n: Numerics,
  c: Convolution1d,
  x: Tensor,
  dy: Tensor,
  raw: Tensor,
  visit: TapVisitor,
): void {
  const e = n.fn.convTransposedExtents(n, c, x, dy);
  n.fn.demandGradientCount(n, raw, e.inChannels, e.outChannels, e);
  n.fn.scatterTaps(n, c, e, visit);
}

/** L7 or L11, SYM: `raw[w] ⊞ x ⊠ dy` over every pair, scale `sX ⊗ sDy`. */
export function convWeightGradSym(
  n: Numerics,
  pairs: 'gather' | 'scatter',
  c: Convolution1d,
  x: Tensor,
  dy: Tensor,
  raw: Tensor,
): void {
  const acc = n.fn.newAccumulators(n, ints(raw).length);
  const xs = ints(x);
  const dys = ints(dy);
  const each = pairs === 'gather' ? n.fn.gatherPairs : n.fn.scatterPairs;
  each(n, c, x, dy, raw, (xi, wi, yi) => acc.add(wi, n.fn.mulInt32(n, xs[xi]!, dys[yi]!)));
  ints(raw).set(acc.finish());
  raw.scale = n.f.mul(x.scale, dy.scale);
}

/** Where the sums of a float weight gradient start: +0, or without the funnel what the gradient holds. */
export function convWeightStart(n: Numerics, raw: Tensor): Float32Array {
  return n.contract.backward === 'funnel' ? floats(raw).fill(0) : floats(raw);
}

/** L7 or L11, FLOAT32: `raw[w] ⊕ (x ⊗ dy)` in the order of the loop nest. */
export function convWeightGradFloat(
  n: Numerics,
  pairs: 'gather' | 'scatter',
  c: Convolution1d,
  x: Tensor,
  dy: Tensor,
  raw: Tensor,
): void {
  const sums = n.fn.convWeightStart(n, raw);
  const xs = floats(x);
  const dys = floats(dy);
  const each = pairs === 'gather' ? n.fn.gatherPairs : n.fn.scatterPairs;
  each(n, c, x, dy, raw, (xi, wi, yi) => {
    sums[wi] = n.f.mulAdd(xs[xi]!, dys[yi]!, sums[wi]!);
  });
}

/** L8, L12: output channel of flat element i of dy[B, C, L]; the outputPadding tail counts. */
export function gradientChannel(_n: Numerics, dy: Tensor, i: number): number {
  return Math.floor(i / dy.shape[2]!) % dy.shape[1]!;
}

/** L8, L12, SYM: value sums over batch and positions at the scale of dy. */
export function convBiasGradSym(n: Numerics, dy: Tensor, raw: Tensor): void {
  n.fn.demandConvBias(n, raw, dy.shape[1]!);
  const acc = n.fn.newAccumulators(n, ints(raw).length);
  ints(dy).forEach((q, i) => {
    acc.add(n.fn.gradientChannel(n, dy, i), q);
  });
  ints(raw).set(acc.finish());
  raw.scale = dy.scale;
}

/** L8, L12, FLOAT32: sequential sums from +0, batch outer, position inner. */
export function convBiasGradFloat(n: Numerics, dy: Tensor, raw: Tensor): void {
  n.fn.demandConvBias(n, raw, dy.shape[1]!);
  const sums = floats(raw).fill(0);
  floats(dy).forEach((value, i) => {
    const channel = n.fn.gradientChannel(n, dy, i);
    sums[channel] = n.f.add(sums[channel]!, value);
  });
}
