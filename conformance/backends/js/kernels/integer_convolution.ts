/** Convolutions of integers as products of packed rows (S91, S93, L7, L11): results are added to what is there. */

import { intsToFill, takeInts } from '../workspace.ts';
import { type Plan, tapRange } from './convolution_plan.ts';
import { addProducts, packRows, type Rows } from './packed_products.ts';

/** Channels of one group. */
const perGroup = (p: Plan) => ({
  outerPer: p.outerChannels / p.groups,
  innerPer: p.innerChannels / p.groups,
});

/** A row for each outer position: what the taps of its window hold, channel by channel; zeros outside. */
function windowsOf(p: Plan, x: Int32Array, firstChannel: number, innerPer: number): Rows {
  const terms = innerPer * p.w.kernel;
  const values = takeInts(p.outer * terms);
  for (let k = 0; k < p.w.kernel; k++) {
    const { first, count, inner } = tapRange(p, k);
    for (let i = 0; i < innerPer; i++) {
      let from = (firstChannel + i) * p.inner + inner;
      let to = first * terms + i * p.w.kernel + k;
      for (let n = 0; n < count; n++, from += p.w.stride, to += terms) values[to] = x[from]!;
    }
  }
  return { values, first: 0, count: p.outer };
}

/** Adds all terms of the gather. */
export function gatherIntegers(p: Plan, x: Int32Array, weight: Int32Array, y: Int32Array): void {
  const { outerPer, innerPer } = perGroup(p);
  const terms = innerPer * p.w.kernel;
  for (let b = 0; b < p.batch; b++) {
    for (let g = 0; g < p.groups; g++) {
      const windows = windowsOf(p, x, b * p.innerChannels + g * innerPer, innerPer);
      const weights = { values: weight, first: g * outerPer, count: outerPer };
      const first = (b * p.outerChannels + g * outerPer) * p.outer;
      addProducts(windows, weights, terms, {
        values: y,
        first,
        rowStep: 1,
        columnStep: p.outer,
      });
    }
  }
}

/** Adds all terms of the scatter. */
export function scatterIntegers(p: Plan, x: Int32Array, weight: Int32Array, y: Int32Array): void {
  const { outerPer, innerPer } = perGroup(p);
  const step = innerPer * p.w.kernel;
  for (let g = 0; g < p.groups; g++) {
    const groupWeights = weight.subarray(g * outerPer * step);
    const taps = Array.from({ length: p.w.kernel }, (_, k) =>
      packRows(groupWeights.subarray(k), innerPer, p.w.kernel, outerPer, step),
    );
    for (let b = 0; b < p.batch; b++) {
      const positions = packRows(
        x.subarray((b * p.outerChannels + g * outerPer) * p.outer),
        p.outer,
        1,
        outerPer,
        p.outer,
      );
      for (let k = 0; k < p.w.kernel; k++) {
        const { first, count, inner } = tapRange(p, k);
        if (count <= 0) continue;
        const rows = { ...positions, first, count };
        const channel = b * p.innerChannels + g * innerPer;
        addProducts(rows, taps[k]!, outerPer, {
          values: y,
          first: channel * p.inner + inner,
          rowStep: p.w.stride,
          columnStep: p.inner,
        });
      }
    }
  }
}

/** A row for each inner channel of the group and tap: what it meets, over batch and positions; zeros outside. */
function tapsOf(p: Plan, inner: Int32Array, group: number, innerPer: number): Rows {
  const terms = p.batch * p.outer;
  const values = takeInts(innerPer * p.w.kernel * terms);
  for (let k = 0; k < p.w.kernel; k++) {
    const range = tapRange(p, k);
    for (let i = 0; i < innerPer; i++) {
      for (let b = 0; b < p.batch; b++) {
        let from = (b * p.innerChannels + group * innerPer + i) * p.inner + range.inner;
        let to = (i * p.w.kernel + k) * terms + b * p.outer + range.first;
        for (let n = 0; n < range.count; n++, from += p.w.stride, to++) values[to] = inner[from]!;
      }
    }
  }
  return { values, first: 0, count: innerPer * p.w.kernel };
}

/** A row for each outer channel, over batch and positions: what a single item is already. */
function channelRows(p: Plan, outer: Int32Array): Int32Array {
  if (p.batch === 1) return outer;
  const all = intsToFill(outer.length);
  for (let b = 0; b < p.batch; b++) {
    for (let c = 0; c < p.outerChannels; c++) {
      const from = (b * p.outerChannels + c) * p.outer;
      all.set(outer.subarray(from, from + p.outer), (c * p.batch + b) * p.outer);
    }
  }
  return all;
}

/** Adds the gradient of the weights: `dw[outer, inner, k] += outer · inner` over batch and positions. */
export function addWeightGradient(
  p: Plan,
  outer: Int32Array,
  inner: Int32Array,
  dw: Int32Array,
): void {
  const { outerPer, innerPer } = perGroup(p);
  const terms = p.batch * p.outer;
  const all = channelRows(p, outer);
  for (let g = 0; g < p.groups; g++) {
    const rows = { values: all, first: g * outerPer, count: outerPer };
    addProducts(rows, tapsOf(p, inner, g, innerPer), terms, {
      values: dw,
      first: g * outerPer * innerPer * p.w.kernel,
      rowStep: innerPer * p.w.kernel,
      columnStep: 1,
    });
  }
}
