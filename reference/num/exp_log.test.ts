/** exp and log against the exact oracle: special values, every hard argument, random arguments. */

import { describe, expect, it } from 'vitest';
import { exactExpBits, exactLogBits } from '../independent/exp_log.ts';
import { newNumerics } from '../primitives.ts';
import { compareExp } from './exact_exp.ts';
import { float32FromBits, float32ToBits } from './float32.ts';
import { hardExpTable, hardLogTable } from './hard_arguments.ts';

const n = newNumerics('sym-2026-07-21');
const expBits = (bits: number): number => float32ToBits(n.fn.exp32(n, float32FromBits(bits)));
const logBits = (bits: number): number => float32ToBits(n.fn.log32(n, float32FromBits(bits)));

describe('special values', () => {
  it.each([
    ['NaN', 0x7fc00000, 0x7fc00000],
    ['∞', 0x7f800000, 0x7f800000],
    ['−∞', 0xff800000, 0],
    ['+0', 0, 0x3f800000],
    ['−0', 0x80000000, 0x3f800000],
    ['1', 0x3f800000, 0x402df854],
    ['the largest finite power', 0x42b17217, 0x7f7fff84],
    ['the first infinite power', 0x42b17218, 0x7f800000],
    ['the smallest power', 0xc2cff1b4, 0x00000001],
    ['the first power that is 0', 0xc2cff1b5, 0x00000000],
    ['2^−24: just above a tie', 0x33800000, 0x3f800001],
    ['−2^−25: just above a tie', 0xb3000000, 0x3f800000],
    ['the smallest subnormal', 0x00000001, 0x3f800000],
  ])('exp of %s', (_, argument, expected) => {
    expect(expBits(argument)).toBe(expected);
  });

  it.each([
    ['NaN', 0x7fc00000, 0x7fc00000],
    ['∞', 0x7f800000, 0x7f800000],
    ['+0', 0, 0xff800000],
    ['−0', 0x80000000, 0xff800000],
    ['−1', 0xbf800000, 0x7fc00000],
    ['1', 0x3f800000, 0],
    ['2', 0x40000000, 0x3f317218],
    ['the float below 1', 0x3f7fffff, 0xb3800000],
    ['the float above 1', 0x3f800001, 0x33ffffff],
    ['the smallest subnormal', 0x00000001, 0xc2ce8ed0],
    ['the largest float', 0x7f7fffff, 0x42b17218],
  ])('log of %s', (_, argument, expected) => {
    expect(logBits(argument)).toBe(expected);
  });
});

describe('hard arguments', () => {
  it('of exp are decided exactly', () => {
    for (const { argument, result } of hardExpTable) {
      expect(expBits(argument)).toBe(result);
      expect(exactExpBits(argument)).toBe(result);
    }
  });

  it('of log are decided exactly', () => {
    for (const { argument, result } of hardLogTable) {
      expect(logBits(argument)).toBe(result);
      expect(exactLogBits(argument)).toBe(result);
    }
  });
});

/** A fixed multiplicative sequence over all patterns. */
function* patterns(count: number): Generator<number> {
  let state = 1;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state;
  }
}

describe('random arguments', () => {
  it('agree with the exact oracle', () => {
    for (const bits of patterns(500)) {
      // exponents −30 … 6 for exp, all for log
      const argument = ((bits & 0x807fffff) | ((97 + (bits % 37)) << 23)) >>> 0;
      expect([argument, expBits(argument)]).toEqual([argument, exactExpBits(argument)]);
      expect([bits, logBits(bits)]).toEqual([bits, exactLogBits(bits)]);
    }
  });
});

describe('compareExp', () => {
  it.each([
    [0.5, 1.648721270700128, 1],
    [0.5, 1.6487212707001284, -1],
    [-1, 0.36787944117144228, 1],
    [-1, 0.36787944117144239, -1],
  ])('exp %d against %d', (x, t, sign) => {
    expect(compareExp(x, t)).toBe(sign);
  });
});
