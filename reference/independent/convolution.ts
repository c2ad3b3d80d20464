/**
 * Windows, convolutions and pools once more, from the definitions: every output looks at every tap, sums are
 * exact integers or one rounded float operation after the other.
 */

import { fromInteger, over, plus, times } from './float32.ts';
import { int32 } from './primitives.ts';

/** K, S, D and how the ends are padded. */
export interface Taps {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: 'VALID' | 'SAME' | 'EXPLICIT';
  readonly amount: number;
}

/** Input positions of the taps of every output; positions outside the input are padding. */
export function positions(t: Taps, length: number): number[][] {
  const span = (t.kernel - 1) * t.dilation;
  const rows: number[][] = [];
  const window = (start: number): void => {
    const row: number[] = [];
    for (let k = 0; k < t.kernel; k++) row.push(start + k * t.dilation);
    rows.push(row);
  };
  if (t.padding === 'SAME') {
    // one output per started stride; what the last window misses is split, the larger half behind
    const last = (Math.ceil(length / t.stride) - 1) * t.stride;
    const missing = Math.max(0, last + span + 1 - length);
    const front = (missing - (missing % 2)) / 2;
    for (let start = 0; start < length; start += t.stride) window(start - front);
    return rows;
  }
  const pad = t.padding === 'EXPLICIT' ? t.amount : 0;
  for (let start = -pad; start + span < length + pad; start += t.stride) window(start);
  return rows;
}

/** One arithmetic: how terms are multiplied and summed. */
export interface Ring {
  mul(a: number, b: number): number;
  add(a: number, b: number): number;
}

/** int32: leaving it is an overflow. */
export const integers: Ring = {
  mul: (a, b) => int32(BigInt(a) * BigInt(b)),
  add: (a, b) => int32(BigInt(a) + BigInt(b)),
};

export const floats: Ring = { mul: times, add: plus };

/** A dense array of three axes. */
export interface Cube {
  readonly dims: readonly [number, number, number];
  readonly values: readonly number[];
}

function at(c: Cube, i: number, j: number, k: number): number {
  return c.values[(i * c.dims[1] + j) * c.dims[2] + k]!;
}

/** S91, S92: correlation, every sum from its starting value, input channel outer, tap inner. */
export function gathered(
  ring: Ring,
  t: Taps,
  groups: number,
  x: Cube,
  w: Cube,
  start: readonly number[],
): number[] {
  const [batch, , length] = x.dims;
  const [outChannels, perGroup] = w.dims;
  const out: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (let oc = 0; oc < outChannels; oc++) {
      const group = Math.trunc((oc * groups) / outChannels);
      for (const row of positions(t, length)) {
        let sum = start[oc] ?? 0;
        for (let i = 0; i < perGroup; i++) {
          row.forEach((p, k) => {
            if (p < 0 || p >= length) return;
            sum = ring.add(sum, ring.mul(at(x, b, group * perGroup + i, p), at(w, oc, i, k)));
          });
        }
        out.push(sum);
      }
    }
  }
  return out;
}

/**
 * S93, S94: every output collects what is scattered to it, in the order input channel, position, tap; then
 * its last term.
 */
export function scattered(
  ring: Ring,
  t: Taps,
  groups: number,
  x: Cube,
  w: Cube,
  last: readonly number[] | undefined,
  outLength: number,
): number[] {
  const [batch, inChannels, inLength] = x.dims;
  const perGroup = w.dims[1];
  const inPerGroup = inChannels / groups;
  const places =
    t.padding === 'VALID'
      ? Array.from({ length: inLength }, (_, p) =>
          Array.from({ length: t.kernel }, (_, k) => p * t.stride + k * t.dilation),
        )
      : positions(t, outLength);
  const out: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (let oc = 0; oc < perGroup * groups; oc++) {
      const group = Math.trunc(oc / perGroup);
      for (let o = 0; o < outLength; o++) {
        let sum = 0;
        for (let ic = group * inPerGroup; ic < (group + 1) * inPerGroup; ic++) {
          places.forEach((row, p) => {
            row.forEach((place, k) => {
              if (place !== o) return;
              const weight = at(w, ic, oc - group * perGroup, k);
              sum = ring.add(sum, ring.mul(at(x, b, ic, p), weight));
            });
          });
        }
        out.push(last === undefined ? sum : ring.add(sum, last[oc]!));
      }
    }
  }
  return out;
}

/** L18 over one row: the first of the largest valid taps, or 0 at −1. */
export function maxima(t: Taps, row: readonly number[]): { value: number; position: number }[] {
  return positions(t, row.length).map((taps) => {
    const valid = taps.filter((p) => p >= 0 && p < row.length);
    const value = valid.length === 0 ? 0 : Math.max(...valid.map((p) => row[p]!));
    return { value, position: valid.find((p) => row[p] === value) ?? -1 };
  });
}

/** L20 over one row: sums of the valid taps, in float32 also over K. */
export function averages(ring: Ring, t: Taps, row: readonly number[], divide: boolean): number[] {
  return positions(t, row.length).map((taps) => {
    let sum = 0;
    for (const p of taps) if (p >= 0 && p < row.length) sum = ring.add(sum, row[p]!);
    return divide ? over(sum, t.kernel) : sum;
  });
}

/** L22 over one row: the nearest integer to the mean of `⌊oL/O⌋ … ⌈(o+1)L/O⌉ − 1`, halves away. */
export function adaptiveMeans(row: readonly number[], outputs: number): number[] {
  return Array.from({ length: outputs }, (_, o) => {
    const covered = row.filter(
      (_, i) => i * outputs < (o + 1) * row.length && (i + 1) * outputs > o * row.length,
    );
    const sum = covered.reduce((a, b) => BigInt(int32(a + BigInt(b))), 0n);
    const n = BigInt(covered.length);
    const twice = 2n * (sum < 0n ? -sum : sum) + n;
    const quotient = Number(twice / (2n * n));
    return sum < 0n ? 0 - quotient : quotient;
  });
}

/** The scale of an average: `s ⊘ K`. */
export function foldedScale(scale: number, kernel: number): number {
  return over(scale, fromInteger(kernel));
}
