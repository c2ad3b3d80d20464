/** Calls that draw from another generator than the one that they are given: seeded afresh, of their own, not written back (S10, S11). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

/** Seeds that people write; 0 is taken as the clause says, as it is, and as 1. */
const seeds: readonly (readonly [string, number])[] = [
  ['0', 4294967295],
  ['1', 1],
  ['42', 42],
  ['123', 123],
  ['1234', 1234],
  ['12345', 12345],
  ['1337', 1337],
  ['2463534242', 2463534242],
];

interface Own {
  state: number;
}

/** The generator of one call; all its steps share the one that the call is given. */
function keptOwn(start: (given: number) => number): (n: Numerics) => Own {
  const kept = new WeakMap<Numerics['rng'], Own>();
  return (n) => {
    const found = kept.get(n.rng) ?? { state: start(n.rng.state) };
    kept.set(n.rng, found);
    return found;
  };
}

const fix = 'draw from the state of the context, and leave the new state there';

/** A generator that is set anew before the first draw of a call. */
function reseeded(words: string, seed: number): Mutant {
  const kept = keptOwn(() => seed);
  const begun = new WeakSet<Own>();
  return {
    id: `rng_seeded_with_${words}`,
    clause: 'S10',
    bug: `the generator is seeded afresh, with ${words}, in every call that draws: the state of the context is thrown away`,
    fix,
    fn: {
      rngStep: (n) => {
        const own = kept(n);
        if (!begun.has(own)) n.rng.state = own.state;
        begun.add(own);
        return primitives.rngStep(n);
      },
    },
  };
}

/** Draws of a generator beside that of the context, of which the state stays as it is. */
function beside(id: string, bug: string, start: (given: number) => number): Mutant {
  const kept = keptOwn(start);
  return {
    id: `rng_${id}`,
    clause: 'S10',
    bug,
    fix,
    fn: {
      rngStep: (n) => {
        const own = kept(n);
        const given = n.rng.state;
        n.rng.state = own.state;
        const drawn = primitives.rngStep(n);
        own.state = n.rng.state;
        n.rng.state = given;
        return drawn;
      },
    },
  };
}

export const seedMistakes: readonly Mutant[] = [
  ...seeds.flatMap(([words, seed]) => [
    reseeded(words, seed),
    beside(
      `own_seeded_with_${words}`,
      `draws come from a generator of their own, seeded with ${words}: the state of the context is neither read nor moved on`,
      () => seed,
    ),
  ]),
  beside(
    'not_written_back',
    'the state of the generator is not written back: the next call draws the same numbers again',
    (given) => given,
  ),
];
