/** Convolutions of integers as products of packed rows (S91, S93, L7, L11): results are added to what is there. */

import { intsToFill, takeInts } from '../workspace.ts';
import { type Plan, tapRange } from './convolution_plan.ts';
import { addProducts, copyGrid, packRows, type Rows } from './packed_products.ts';

/** Channels of one group. */
const perGroup = (p: Plan) => ({
  outerPer: p.outerChannels / p.groups,
  innerPer: p.innerChannels / p.groups,
});

/** A row for each outer position: what the taps of its window hold, channel by channel; zeros outside. */
function windowsOf(p: Plan, x: Int32Array, firstChannel: number, innerPer: number): Rows {
  const step = innerPer * p.w.kernel;
  const values = takeInts(p.outer * step);
  for (let k = 0; k < p.w.kernel; k++) {
    const { first, count, inner } = tapRange(p, k);
    copyGrid(
      {
        values: x,
        first: firstChannel * p.inner + inner,
        rowStep: p.inner,
        columnStep: p.w.stride,
      },
      { values, first: first * step + k, rowStep: p.w.kernel, columnStep: step },
      innerPer,
      count,
    );
  }
  return { values, first: 0, count: p.outer, step };
}

/** Adds all terms of the gather. */
export function gatherIntegers(p: Plan, x: Int32Array, weight: Int32Array, y: Int32Array): void {
  const { outerPer, innerPer } = perGroup(p);
  const terms = innerPer * p.w.kernel;
  for (let b = 0; b < p.batch; b++) {
    for (let g = 0; g < p.groups; g++) {
      const windows = windowsOf(p, x, b * p.innerChannels + g * innerPer, innerPer);
      const weights = { values: weight, first: g * outerPer * terms, count: outerPer, step: terms };
      const first = (b * p.outerChannels + g * outerPer) * p.outer;
      // sums of neighbouring columns are neighbours
      addProducts(weights, windows, terms, {
        values: y,
        first,
        rowStep: p.outer,
        columnStep: 1,
      });
    }
  }
}

/** Adds all terms of the scatter. */
export function scatterIntegers(p: Plan, x: Int32Array, weight: Int32Array, y: Int32Array): void {
  const { outerPer, innerPer } = perGroup(p);
  const taps = innerPer * p.w.kernel;
  for (let g = 0; g < p.groups; g++) {
    // a row for each inner channel and tap
    const weights = packRows(
      { values: weight, first: g * outerPer * taps, rowStep: 1, columnStep: taps },
      taps,
      outerPer,
    );
    for (let b = 0; b < p.batch; b++) {
      const channel = b * p.innerChannels + g * innerPer;
      const first = (b * p.outerChannels + g * outerPer) * p.outer;
      const positions = packRows(
        { values: x, first, rowStep: 1, columnStep: p.outer },
        p.outer,
        outerPer,
      );
      for (let k = 0; k < p.w.kernel; k++) scatterTap(p, k, weights, positions, channel, y);
    }
  }
}

/** What one tap of every inner channel of a group gives, from its first channel on. */
function scatterTap(
  p: Plan,
  k: number,
  { values, step }: Rows,
  positions: Rows,
  channel: number,
  y: Int32Array,
): void {
  const { first, count, inner } = tapRange(p, k);
  const kernel = p.w.kernel;
  const rows = { ...positions, first: first * step, count };
  const weights = {
    values,
    first: k * step,
    count: p.innerChannels / p.groups,
    step: kernel * step,
  };
  addProducts(weights, rows, step, {
    values: y,
    first: channel * p.inner + inner,
    rowStep: p.inner,
    columnStep: p.w.stride,
  });
}

/** A row for each inner channel of the group and tap: what it meets, over batch and positions; zeros outside. */
function tapsOf(p: Plan, inner: Int32Array, group: number, innerPer: number): Rows {
  const step = p.batch * p.outer;
  const values = takeInts(innerPer * p.w.kernel * step);
  for (let k = 0; k < p.w.kernel; k++) {
    const range = tapRange(p, k);
    for (let b = 0; b < p.batch; b++) {
      const from = (b * p.innerChannels + group * innerPer) * p.inner + range.inner;
      const to = k * step + b * p.outer + range.first;
      copyGrid(
        { values: inner, first: from, rowStep: p.inner, columnStep: p.w.stride },
        { values, first: to, rowStep: p.w.kernel * step, columnStep: 1 },
        innerPer,
        range.count,
      );
    }
  }
  return { values, first: 0, count: innerPer * p.w.kernel, step };
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
    const rows = { values: all, first: g * outerPer * terms, count: outerPer, step: terms };
    addProducts(rows, tapsOf(p, inner, g, innerPer), terms, {
      values: dw,
      first: g * outerPer * innerPer * p.w.kernel,
      rowStep: innerPer * p.w.kernel,
      columnStep: 1,
    });
  }
}
