/** Gradients of the pools once more (L19, L21, L23), one row at a time: what every output gives back. */

import { positions, type Ring, type Taps } from './convolution.ts';
import { fromInteger, over } from './float32.ts';

/** L19: output gradients added at the positions of the maxima, −1 for none. */
export function atMaxima(
  ring: Ring,
  dy: readonly number[],
  argmax: readonly number[],
  length: number,
): number[] {
  const row = Array.from({ length }, () => 0);
  dy.forEach((v, o) => {
    const at = argmax[o]!;
    if (at >= 0) row[at] = ring.add(row[at]!, v);
  });
  return row;
}

/** L21: every output gives its gradient, in float32 over K, to each of its valid taps. */
export function spread(
  ring: Ring,
  t: Taps,
  dy: readonly number[],
  length: number,
  divide: boolean,
): number[] {
  const row = Array.from({ length }, () => 0);
  positions(t, length).forEach((taps, o) => {
    const share = divide ? over(dy[o]!, fromInteger(t.kernel)) : dy[o]!;
    for (const p of taps) if (p >= 0 && p < length) row[p] = ring.add(row[p]!, share);
  });
  return row;
}

/** Inputs of window o of an adaptive pool (S95). */
export function covered(o: number, outputs: number, length: number): number[] {
  const all = Array.from({ length }, (_, i) => i);
  return all.filter((i) => i * outputs < (o + 1) * length && (i + 1) * outputs > o * length);
}

/** Nearest integer to q ÷ n, halves away from zero, in integers. */
export function roundedQuotient(q: number, n: number): number {
  const [sum, count] = [BigInt(q), BigInt(n)];
  const twice = 2n * (sum < 0n ? -sum : sum) + count;
  const quotient = Number(twice / (2n * count));
  return sum < 0n ? 0 - quotient : quotient;
}

/** L23: the quotient of one gradient by the size of its window, added to each of its inputs. */
export function spreadAdaptive(
  ring: Ring,
  dy: readonly number[],
  length: number,
  divide: boolean,
): number[] {
  const row = Array.from({ length }, () => 0);
  dy.forEach((v, o) => {
    const window = covered(o, dy.length, length);
    const share = divide ? over(v, fromInteger(window.length)) : roundedQuotient(v, window.length);
    for (const i of window) row[i] = ring.add(row[i]!, share);
  });
  return row;
}

/** L22 of floats: sums of the covered inputs over their number. */
export function adaptiveFloatMeans(ring: Ring, row: readonly number[], outputs: number): number[] {
  return Array.from({ length: outputs }, (_, o) => {
    const window = covered(o, outputs, row.length);
    return over(
      window.reduce((sum, i) => ring.add(sum, row[i]!), 0),
      fromInteger(window.length),
    );
  });
}
