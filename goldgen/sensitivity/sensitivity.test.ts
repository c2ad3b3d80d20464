/** Goal: the variants do what their marks say, on sums and products worked out by hand. */

import { describe, expect, it } from 'vitest';
import { strictFloat32 } from '../../reference/num/float32.ts';
import { doubleSum, lanes, summingOps } from './chains.ts';
import { fusingOps } from './contraction.ts';
import { packIds, parseSensitivity, sensitivityText } from './file.ts';

/** 2^24: adding 1 to it is lost in float32. */
const big = 16777216;

function sum(terms: readonly number[], ops = {}): number {
  const f = { ...strictFloat32, ...ops };
  return terms.reduce((total, term) => f.add(total, term), 0);
}

describe('sums in another order', () => {
  it.each([
    ['one after the other', {}, big],
    ['in two lanes: (2^24 + 1) + (1 + 1)', summingOps(lanes(2)), big + 2],
    ['in double', summingOps(doubleSum), big + 4],
  ])('%s', (_name, ops, expected) => {
    // 2^24 + 3 is halfway between two floats and goes to the even one
    expect(sum([big, 1, 1, 1], ops)).toBe(expected);
  });

  it('two terms have one order', () => {
    expect(sum([big, 1], summingOps(lanes(2)))).toBe(big);
  });

  it('sums that run side by side are not mixed up', () => {
    const { add } = summingOps(doubleSum);
    let [a, b] = [0, 0];
    for (const term of [1, 2, 4]) {
      a = add!(a, term);
      b = add!(b, 100 * term);
    }
    expect([a, b]).toEqual([7, 700]);
  });
});

describe('contraction anywhere', () => {
  // (1 + 2^-12)^2 = 1 + 2^-11 + 2^-24: the last bit is lost where the product is rounded
  const x = 1 + 2 ** -12;
  const rounded = 1 + 2 ** -11;

  it('a product that meets a sum is not rounded', () => {
    const { mul, add, sub } = fusingOps('first');
    expect(strictFloat32.sub(strictFloat32.mul(x, x), rounded)).toBe(0);
    expect(sub!(mul!(x, x), rounded)).toBe(2 ** -24);
    expect(add!(-rounded, mul!(x, x))).toBe(2 ** -24);
    const second = fusingOps('second');
    expect(second.sub!(rounded, second.mul!(x, x))).toBe(-(2 ** -24));
  });

  it('a sum of no product stays as it is', () => {
    expect(fusingOps('first').add!(big, 1)).toBe(big);
  });
});

describe('the file', () => {
  it('packs cases by set', () => {
    const ids = ['op/directed/1', 'op/directed/2', 'op/directed/3', 'op/random/9', 'op/directed/7'];
    expect(packIds(ids)).toEqual(['directed/1-3,7', 'random/9']);
  });

  it('is sorted, one op a line, and names once what contracts share', () => {
    const record = { contract: 'c', stamp: 's', cases: 1, marks: {} };
    const marks = { sum_order: ['random/1'] };
    const records = [
      { op: 'a', ...record, marks },
      { op: 'a', ...record, contract: 'd', marks },
      { op: 'b', ...record },
    ];
    const text = sensitivityText(records.toReversed());
    expect(text.split('\n')).toHaveLength(5);
    expect(text.match(/random/g)).toHaveLength(1);
    expect(parseSensitivity(text)).toEqual(records);
  });
});
