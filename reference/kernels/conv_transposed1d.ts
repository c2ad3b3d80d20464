/**
 * Transposed convolution scatter kernels (S93, S94): x[B,Cin,Lin] and w[Cin,Cout/g,K] into y[B,Cout,Lo].
 * The bias comes after the scatter, also where no tap arrives.
 */

import type { Numerics } from '../numerics.ts';
import { demand } from '../refusal.ts';
import { floats, ints, type Tensor } from '../tensor.ts';
import type { ConvExtents, Convolution1d, TapVisitor } from './conv1d.ts';

/** Refuses (A17) an output padding other than 0 or below max(stride, dilation). */
export function demandOutputPadding(_n: Numerics, c: Convolution1d): void {
  const { stride, dilation } = c.window;
  demand(
    c.outputPadding === 0 || c.outputPadding < Math.max(stride, dilation),
    'A17',
    `output padding ${c.outputPadding} must be below ${Math.max(stride, dilation)}`,
  );
}

/** padLeft of a SAME or EXPLICIT scatter: the geometry of the output length must give back Lin. */
export function scatterPadLeft(
  n: Numerics,
  c: Convolution1d,
  inLength: number,
  outLength: number,
): number {
  demand(c.outputPadding === 0, 'A17', 'output padding needs VALID');
  const geometry = n.fn.windowGeometry(n, c.window, outLength);
  demand(
    geometry.outputLength === inLength,
    'A17',
    `input length ${inLength} does not fit the geometry's ${geometry.outputLength}`,
  );
  return geometry.padLeft;
}

/** Checks of S93/S94 in the order groups, output padding, lengths. */
export function convTransposedExtents(
  n: Numerics,
  c: Convolution1d,
  x: Tensor,
  y: Tensor,
): ConvExtents {
  const [batch, inChannels, inLength] = x.shape as [number, number, number];
  const [, outChannels, outLength] = y.shape as [number, number, number];
  const { groups } = c;
  const { kernel } = c.window;
  n.fn.demandGroups(n, groups, inChannels, outChannels);
  let padLeft = 0;
  if (c.window.padding === 'VALID') {
    n.fn.demandOutputPadding(n, c);
    const length = n.fn.transposedLength(n, c.window, inLength, c.outputPadding);
    demand(length === outLength, 'A17', `output length ${outLength} is not ${length}`);
  } else {
    padLeft = n.fn.scatterPadLeft(n, c, inLength, outLength);
  }
  n.fn.demandConvWires(n, x, y);
  return { batch, inChannels, outChannels, inLength, outLength, kernel, groups, padLeft };
}

/** Index of w[ic, oc − first channel of the group, k]. */
export function convTransposedWeightIndex(
  _n: Numerics,
  e: ConvExtents,
  ic: number,
  oc: number,
  k: number,
): number {
  const perGroup = e.outChannels / e.groups;
  return (ic * perGroup + (oc % perGroup)) * e.kernel + k;
}

/** Every tap in the order b, group, ic, position, oc, k; taps outside the output are skipped. */
export function scatterTaps(
  n: Numerics,
  c: Convolution1d,
  e: ConvExtents,
  visit: TapVisitor,
): void {
  const inPerGroup = e.inChannels / e.groups;
  const outPerGroup = e.outChannels / e.groups;
  const row = (b: number, ic: number): void => {
    const firstOut = Math.floor(ic / inPerGroup) * outPerGroup;
    for (let pos = 0; pos < e.inLength; pos++) {
      const xi = (b * e.inChannels + ic) * e.inLength + pos;
      for (let oc = firstOut; oc < firstOut + outPerGroup; oc++) {
        for (let k = 0; k < e.kernel; k++) {
          const out = pos * c.window.stride - e.padLeft + k * c.window.dilation;
          if (out < 0 || out >= e.outLength) continue;
          const wi = n.fn.convTransposedWeightIndex(n, e, ic, oc, k);
          visit(xi, wi, (b * e.outChannels + oc) * e.outLength + out);
        }
      }
    }
  };
  for (let b = 0; b < e.batch; b++) {
    for (let ic = 0; ic < e.inChannels; ic++) row(b, ic);
  }
}

/** S93: scatter from +0, then one more pass that adds the bias last. Refuses A17. */
export function convTransposed1dFloat(
  n: Numerics,
  c: Convolution1d,
  x: Tensor,
  w: Tensor,
  bias: Tensor | undefined,
  y: Tensor,
): void {
  const e = n.fn.convTransposedExtents(n, c, x, y);
  n.fn.demandWeightExtents(n, w, [e.inChannels, e.outChannels / e.groups, e.kernel]);
  n.fn.demandConvBias(n, bias, e.outChannels);
  const xs = floats(x);
  const ws = floats(w);
  const ys = floats(y).fill(0);
  n.fn.scatterTaps(n, c, e, (xi, wi, yi) => {
    ys[yi] = n.f.mulAdd(xs[xi]!, ws[wi]!, ys[yi]!);
  });
  if (bias === undefined) return;
  for (let i = 0; i < ys.length; i++) {
    ys[i] = n.f.add(ys[i]!, floats(bias)[n.fn.channelOf(n, e, i)]!);
  }
}

/** Output channel of flat output element i. */
export function channelOf(_n: Numerics, e: ConvExtents, i: number): number {
  return Math.floor(i / e.outLength) % e.outChannels;
}

/**
 * S94: raw int32 scatter at scale `sX ⊗ sW`; then one S20 seed per output channel, ascending, added to
 * every position of the channel. No width guard. Refuses A17, and A12 for a seed.
 */
export function convTransposed1dSym(
  n: Numerics,
  c: Convolution1d,
  x: Tensor,
  w: Tensor,
  bias: Tensor | undefined,
  y: Tensor,
): void {
  const e = n.fn.convTransposedExtents(n, c, x, y);
  n.fn.demandWeightExtents(n, w, [e.inChannels, e.outChannels / e.groups, e.kernel]);
  n.fn.demandConvBias(n, bias, e.outChannels);
  const scale = n.f.mul(x.scale, w.scale);
  const xs = ints(x);
  const ws = ints(w);
  const acc = n.fn.newAccumulators(n, ints(y).length);
  n.fn.scatterTaps(n, c, e, (xi, wi, yi) => acc.add(yi, n.fn.mulInt32(n, xs[xi]!, ws[wi]!)));
  if (bias !== undefined) {
    const seeds = n.fn.biasSeeds(n, bias, scale);
    for (let oc = 0; oc < e.outChannels; oc++) addToChannel(e, oc, (i) => acc.add(i, seeds[oc]!));
  }
  ints(y).set(acc.finish());
  y.scale = scale;
}

/** Visits every (batch, position) element of one output channel. */
function addToChannel(e: ConvExtents, oc: number, add: (i: number) => void): void {
  for (let b = 0; b < e.batch; b++) {
    const first = (b * e.outChannels + oc) * e.outLength;
    for (let i = first; i < first + e.outLength; i++) add(i);
  }
}
