/** Shuffles and bit masks once more (S13, S14). */

import { draw, type Generator, step } from './primitives.ts';

const largest = 0xffffffffn;

/** S13: an integer below `bound`; states at and beyond the last whole multiple are thrown away. */
export function bounded(g: Generator, bound: number): number {
  const size = BigInt(bound);
  const limit = (largest / size) * size;
  for (;;) {
    const x = step(g);
    if (x < limit) return Number(x % size);
  }
}

/** S13 */
export function shuffled(g: Generator, values: readonly number[]): number[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last--) {
    const other = bounded(g, last + 1);
    const [a, b] = [result[last]!, result[other]!];
    result[last] = b;
    result[other] = a;
  }
  return result;
}

/** S14: `count` bits that are 1 with probability p. */
export function mask(g: Generator, count: number, p: number): number[] {
  return Array.from({ length: count }, () => (draw(g) < p ? 1 : 0));
}
