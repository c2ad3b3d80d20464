import { describe, expect, it } from 'vitest';
import { firstDifference } from './compare.ts';
import { comparisons } from './comparisons.ts';
import { plus, root, times } from './float32.ts';
import { exact, halfAwayInteger, toBinary32 } from './rational.ts';

describe('the rational rounding', () => {
  const rows = [
    ['a tie goes to the even neighbour', { num: 16777217n, den: 1n }, 16777216],
    ['above a tie goes up', { num: 33554435n, den: 2n }, 16777218],
    ['half the smallest subnormal is 0', { num: 1n, den: 1n << 150n }, 0],
    ['more than half of it is the subnormal', { num: 3n, den: 1n << 151n }, 2 ** -149],
    ['the largest float', { num: ((1n << 24n) - 1n) << 104n, den: 1n }, 3.4028234663852886e38],
    ['half a unit above it is infinite', { num: ((1n << 25n) - 1n) << 103n, den: 1n }, Infinity],
    ['a third', { num: 1n, den: 3n }, 0.3333333432674408],
  ] as const;
  it.each(rows)('%s', (_name, r, expected) => {
    expect(toBinary32(r)).toBe(expected);
    expect(toBinary32({ num: -r.num, den: r.den })).toBe(-expected);
  });

  it('rounds halves away from zero', () => {
    const rounded = [0.5, -0.5, 2.5, -2.5, 1.4999999].map((x) => Number(halfAwayInteger(exact(x))));
    expect(rounded).toEqual([1, -1, 3, -3, 1]);
  });

  it('keeps the sign of zeros', () => {
    expect(plus(-0, -0)).toBe(-0);
    expect(plus(1, -1)).toBe(0);
    expect(times(-1, 0)).toBe(-0);
  });

  it('rounds roots correctly', () => {
    expect(root(2)).toBe(1.4142135381698608);
    expect(root(2 ** -149)).toBe(1.4142135381698608 * 2 ** -75);
  });
});

describe('the reference agrees with the oracle', () => {
  it.each(comparisons)('$name: 500 random cases', (comparison) => {
    expect(firstDifference(comparison, 20260721, 500)).toBeUndefined();
  });
});
