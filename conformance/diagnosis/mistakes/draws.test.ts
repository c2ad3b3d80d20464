/** Goal: mistakes in draws give the numbers that they say, and leave the generator where they say. */

import { describe, expect, it } from 'vitest';
import { type Mutant, mutantNumerics } from '../../../reference/mutants/mutant.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import { drawMistakes } from './draws.ts';
import { seedMistakes } from './seeds.ts';

const start = 7;

/** Three draws, and the state that is left. */
function drawn(mutant: Mutant | undefined): readonly number[] {
  const n =
    mutant === undefined
      ? newNumerics('sym-2026-07-21', { rngState: start })
      : mutantNumerics('sym-2026-07-21', [mutant], start);
  const draws = [1, 2, 3].map(() => n.fn.rngStep(n));
  return [...draws, n.rng.state];
}

function right(state: number, count: number): number[] {
  const n = newNumerics('sym-2026-07-21', { rngState: state });
  return Array.from({ length: count }, () => n.fn.rngStep(n));
}

const named = (list: readonly Mutant[], id: string): Mutant => {
  const found = list.find((mutant) => mutant.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};

describe('draws', () => {
  const [a, b, c, d, e, g] = right(start, 6) as [number, number, number, number, number, number];

  it.each([
    ['draws_once', [a, a, a, a]],
    ['draws_twice', [b, d, g, g]],
    ['draws_twice_first', [a, c, e, g]],
    ['draws_one_more', [b, c, d, d]],
    ['draws_shared_by_2', [a, a, b, b]],
  ])('%s', (id, want) => {
    expect(drawn(named(drawMistakes, id))).toEqual(want);
    expect(drawn(undefined)).toEqual([a, b, c, c]);
  });
});

describe('a generator', () => {
  it('that is seeded afresh goes on from the seed, in every call anew', () => {
    const [first, second, third] = right(42, 3) as [number, number, number];
    const mutant = named(seedMistakes, 'rng_seeded_with_42');
    expect(drawn(mutant)).toEqual([first, second, third, third]);
    expect(drawn(mutant)).toEqual([first, second, third, third]);
  });

  it('of its own leaves that of the context', () => {
    const mutant = named(seedMistakes, 'rng_own_seeded_with_42');
    expect(drawn(mutant)).toEqual([...right(42, 3), start]);
  });

  it('that is not written back draws the right numbers', () => {
    const mutant = named(seedMistakes, 'rng_not_written_back');
    expect(drawn(mutant)).toEqual([...right(start, 3), start]);
  });
});
