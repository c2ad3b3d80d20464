/** Goal: mistakes of loops leave out, repeat or shift the terms that they say, in every loop that they are made in. */

import { describe, expect, it } from 'vitest';
import { mutantNumerics } from '../../../reference/mutants/mutant.ts';
import { newTensor, type Tensor } from '../../../reference/tensor.ts';
import { cellCounts, families } from './cells.ts';
import { loopSlips } from './loop_places.ts';
import { loopMistakes } from './loops.ts';
import { narrowSumSlips } from './narrow_sums.ts';

const termsOf = (id: string, n: number) => {
  const { of } = loopMistakes.find((mistake) => mistake.id === id)!;
  return Array.from({ length: n }, (_, i) => of(i, n)?.join(' ') ?? '-');
};

describe('a mistake in a loop', () => {
  it.each([
    ['tail_of_4', 6, ['0 0', '1 1', '2 2', '3 3', '-', '-']],
    ['second_stalls_in_2', 5, ['0 0', '1 0', '2 2', '3 2', '4 4']],
    ['both_of_first_2', 4, ['0 0', '1 1', '0 0', '1 1']],
    ['second_reversed', 3, ['0 2', '1 1', '2 0']],
  ] as const)('%s', (id, n, terms) => {
    expect(termsOf(id, n)).toEqual(terms);
  });

  it.each(['first_only', 'without_any'])('%s is plainer than whatever does the same', (id) => {
    const done = (of: string) => JSON.stringify([1, 2, 3].map((n) => termsOf(of, n)));
    const prior = (of: string) => loopMistakes.find((mistake) => mistake.id === of)!.prior ?? 0;
    const same = loopMistakes.filter((other) => other.id !== id && done(other.id) === done(id));
    expect(same.length).toBeGreaterThan(0);
    for (const other of same) expect(prior(other.id), other.id).toBeGreaterThan(prior(id));
  });
});

const row = (shape: readonly number[], data: readonly number[]): Tensor => ({
  ...newTensor('INT32', shape, 32),
  data: Int32Array.from(data),
});

function product(slips: typeof loopSlips, id: string): number[] {
  const n = mutantNumerics('sym-2026-07-21', [slips.find((slip) => slip.id === id)!]);
  return [...n.fn.matmulInt(n, row([1, 3], [1, 10, 100]), row([3, 1], [2, 3, 5]))];
}

describe('a product', () => {
  it.each([
    ['matmul_terms_tail_of_2', 32],
    ['matmul_terms_second_fixed', 222],
    ['matmul_terms_second_stalls_in_2', 522],
    ['matmul_terms_without_any', 0],
  ])('%s', (id, sum) => {
    expect(product(loopSlips, id)).toEqual([sum]);
  });

  it('in 8 bits wraps, or stops at the limit', () => {
    expect(product(narrowSumSlips, 'matmul_int_sum_of_0_in_int8')).toEqual([532 - 512]);
    expect(product(narrowSumSlips, 'matmul_int_sum_of_0_in_saturating_int8')).toEqual([127]);
  });
});

it('a cell is counted where a function of the family has a mistake of the kind', () => {
  const known = {
    id: 'x',
    kind: 'mistake',
    clause: '',
    fix: '',
    functions: ['matmulInt'],
  } as const;
  const counts = cellCounts([{ ...known, bug: 'the last n mod 4 are left out' }]);
  const found = counts.filter(({ count }) => count > 0);
  expect(found.map(({ family }) => family)).toEqual(found.map(() => 'product'));
  expect(found.map(({ kind }) => kind)).toContain('tail n mod u');
  expect(new Set(counts.map(({ family }) => family)).size).toBe(families.length);
});
