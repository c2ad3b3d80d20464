import { expect, test } from 'vitest';
import { mutantNumerics } from '../../../reference/mutants/mutant.ts';
import { bracketSlips } from './brackets.ts';

const f = Math.fround;

const rsqrt = (id: string, x: number, eps: number): number => {
  const mutant = bracketSlips().find((one) => one.id === `rsqrt_float32.${id}`);
  expect(mutant, id).toBeDefined();
  const n = mutantNumerics('sym-2026-07-21', [mutant!]);
  return n.fn.rsqrtFloat32(n, x, eps);
};

test('an epsilon stands outside of a root, or has a root of its own', () => {
  expect(rsqrt('sqrt_of_add_rooted_before', 4, 0.5)).toBe(f(1 / 2.5));
  expect(rsqrt('sqrt_of_add_rooted_apart', 4, 0.25)).toBe(f(1 / 2.5));
});

test('identities are unique, and every sentence says what must be computed', () => {
  expect(new Set(bracketSlips().map(({ id }) => id)).size).toBe(bracketSlips().length);
  for (const { bug } of bracketSlips()) expect(bug).toMatch(/where it must compute .*[√+−·/]/);
});

test('a sum may have the product as its first operand or as its second one', () => {
  const element = (id: string): number => {
    const mutant = bracketSlips().find((one) => one.id === `requant_element.${id}`);
    expect(mutant, id).toBeDefined();
    const n = mutantNumerics('sym-2026-07-21', [mutant!]);
    return n.fn.requantElement(n, 7, 3, 5);
  };
  // 7 · (3 / 5) is (7 · 3) / 5, the quotient being the second factor
  expect(element('mul_of_div_exchanged_turned')).toBe(f(21 / 5));
  expect(element('mul_of_div_exchanged')).toBe(f(7 * f(3 / 5)));
});
