import { describe, expect, test } from 'vitest';
import { cosine, power } from './double_math.ts';
import { fused } from './fused_multiply_add.ts';

describe('doubles without libm', () => {
  test.each([
    [0.9, 1, 0.9],
    [0, 0, 1],
    [0, 7, 0],
    [-0, 7, -0],
    [-0, 8, 0],
    [-2, 3, -8],
    [0.999, 2000, 0.13519992539749945],
    [2, 1023, 8.98846567431158e307],
    [2, 1024, Number.POSITIVE_INFINITY],
    [-0.5, 5001, -0],
  ])('%d^%d', (x, k, expected) => {
    expect(power(x, k)).toBe(expected);
  });

  test.each([
    [0, 1],
    [Math.PI, -1],
    [Math.PI / 2, 6.123233995736766e-17],
    [2, -0.4161468365471424],
    [6, 0.960170286650366],
    [100, 0.8623188722876839],
  ])('cos(%d)', (x, expected) => {
    expect(cosine(x)).toBe(expected);
  });
});

describe('fused multiply-add', () => {
  const up = 1 + 2 ** -23;
  test.each([
    ['exact', 3, 4, 5, 17],
    // 1 + 2^-22 + 2^-46: the product alone would lose the last term
    ['cancellation', up, up, -(1 + 2 ** -22), 2 ** -46],
    // the double sum sits on the middle of two floats; what it lost decides
    ['above a tie', 1, 1 + 2 ** -23, 2 ** -24, 1 + 2 ** -22],
    ['below a tie', 2 ** -60, -(2 ** -24), 1 + 2 ** -23, 1 + 2 ** -23],
    ['infinity', Number.POSITIVE_INFINITY, 1, 1, Number.POSITIVE_INFINITY],
  ])('%s', (_name, a, b, c, expected) => {
    expect(fused(a, b, c)).toBe(expected);
  });
});
