/** Mistakes in draws: how many there are, which one is used, what is kept of them (S10, S12, S13, S15). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

/** What is kept between the draws of one call; the generator is the one thing that all its steps share. */
function keeping<T>(): (n: Numerics, made: () => T) => T {
  const kept = new WeakMap<Numerics['rng'], T>();
  return (n, made) => {
    const found = kept.get(n.rng);
    if (found !== undefined) return found;
    const value = made();
    kept.set(n.rng, value);
    return value;
  };
}

interface Pair {
  /** the number that is left over, once for each pair */
  left: number | undefined;
}

/** Normal numbers in pairs: the second is made from the draws of the first. */
function paired(id: string, words: string, second: (n: Numerics, angle: number) => number): Mutant {
  const keep = keeping<Pair>();
  return {
    id: `normal_pairs_by_${id}`,
    clause: 'S15',
    bug: `every second normal number is the second one of a pair, which is kept from the draws of the first (${words}): no draw is made for it`,
    fix: 'draw two uniform numbers for every normal number',
    fn: {
      normalSample: (n, mean, deviation) => {
        const pair = keep(n, () => ({ left: undefined }));
        if (pair.left !== undefined) {
          const value = n.f.add(mean, n.f.mul(deviation, pair.left));
          pair.left = undefined;
          return value;
        }
        const { u1, u2 } = n.fn.normalDraws(n);
        const radius = n.fn.normalRadius(n, u1);
        const direction = n.fn.normalDirection(n, u2);
        pair.left = n.f.mul(radius, second(n, u2));
        return n.f.add(mean, n.f.mul(n.f.mul(deviation, radius), direction));
      },
    },
  };
}

const pairs: readonly Mutant[] = [
  paired('root', 'its direction is √(1 − cos²)', (n, u2) => {
    const cosine = n.fn.normalDirection(n, u2);
    return n.f.sqrt(n.f.sub(1, n.f.mul(cosine, cosine)));
  }),
  paired('shift', 'the cosine of an angle a quarter behind', (n, u2) =>
    n.fn.normalDirection(n, n.f.add(u2, 0.75)),
  ),
  paired('same', 'the same number again', (n, u2) => n.fn.normalDirection(n, u2)),
];

interface Counter {
  calls: number;
  last: number;
}

/** Draws after which a step that repeats one number will never find what it waits for. */
const repeatsMax = 20_000;

/** The draws of a call by their number; `fresh` makes one. */
function numbered(
  id: string,
  bug: string,
  of: (counter: Counter, fresh: () => number) => number,
): Mutant {
  const keep = keeping<Counter>();
  return {
    id: `draws_${id}`,
    clause: 'S10',
    bug,
    fix: 'one step of the generator for every draw, whose new state is used',
    fn: {
      rngStep: (n) => {
        const counter = keep(n, () => ({ calls: 0, last: 0 }));
        // a call that loops for ever is not defined
        if (counter.calls > repeatsMax) throw new RangeError('the same number again and again');
        const drawn = of(counter, () => primitives.rngStep(n));
        counter.calls++;
        counter.last = drawn;
        return drawn;
      },
    },
  };
}

const counts: readonly Mutant[] = [
  numbered('once', 'only one random number is drawn per call: every draw gives it', (c, fresh) =>
    c.calls === 0 ? fresh() : c.last,
  ),
  numbered(
    'twice',
    'two random numbers are drawn for every one, the second is used',
    (_c, fresh) => {
      fresh();
      return fresh();
    },
  ),
  numbered(
    'twice_first',
    'two random numbers are drawn for every one, the first is used',
    (_c, fresh) => {
      const first = fresh();
      fresh();
      return first;
    },
  ),
  ...[2, 4, 8].map((u) =>
    numbered(
      `shared_by_${u}`,
      `one random number serves ${u} draws, as in a vector of ${u} lanes`,
      (c, fresh) => (c.calls % u === 0 ? fresh() : c.last),
    ),
  ),
  numbered(
    'one_more',
    'a random number is drawn before the first one, and thrown away',
    (c, fresh) => {
      if (c.calls === 0) fresh();
      return fresh();
    },
  ),
];

const integers: readonly Mutant[] = (
  [
    [
      'one_more',
      'bound + 1: the bound itself can be drawn',
      (n, bound) => primitives.bounded(n, bound + 1),
    ],
    [
      'one_fewer',
      'bound − 1: the largest is never drawn',
      (n, bound) => primitives.bounded(n, Math.max(1, bound - 1)),
    ],
    [
      'scaled',
      'the upper half of a 64 bit product, (x · bound) >> 32',
      (n, bound) => Number((BigInt(n.fn.rngStep(n)) * BigInt(bound)) >> 32n),
    ],
    [
      'of_uniform',
      '⌊u · bound⌋ of a uniform number',
      (n, bound) => Math.floor(n.f.mul(n.fn.uniform(n), n.f.fromInt(bound))),
    ],
    [
      'upper_bits',
      'x mod bound of the upper 24 bits',
      (n, bound) => (n.fn.rngStep(n) >>> 8) % bound,
    ],
    [
      'upper_16_bits',
      'x mod bound of the upper 16 bits',
      (n, bound) => (n.fn.rngStep(n) >>> 16) % bound,
    ],
    [
      'signed',
      'the magnitude of a signed remainder',
      (n, bound) => Math.abs((n.fn.rngStep(n) | 0) % bound),
    ],
  ] as readonly (readonly [string, string, (n: Numerics, bound: number) => number])[]
).map(([id, words, of]) => ({
  id: `bounded_${id}`,
  clause: 'S13',
  bug: `a bounded integer is ${words}`,
  fix: 'reject what is at or above the limit, then take the remainder',
  fn: { bounded: of },
}));

type Partner = (n: Numerics, i: number, count: number) => number;

/** Shuffles whose partner, direction or extent is another one. */
const shuffles: readonly Mutant[] = (
  [
    [
      'above',
      'the partner is drawn from those above it',
      (n, i, count) => i + n.fn.bounded(n, count - i),
    ],
    [
      'of_all_but_one',
      'the partner is drawn from all but the last',
      (n, _i, count) => n.fn.bounded(n, count - 1),
    ],
    [
      'twice_bounded',
      'the bound of the draw is one too large',
      (n, i, count) => Math.min(n.fn.bounded(n, i + 2), count - 1),
    ],
  ] as readonly (readonly [string, string, Partner])[]
).map(([id, words, partner]) => ({
  id: `shuffle_partner_${id}`,
  clause: 'S13',
  bug: `in a shuffle ${words}`,
  fix: 'from the last index down, draw the partner j from [0, i], i included',
  fn: {
    shuffle: (n, indices) => {
      for (let i = indices.length - 1; i >= 1; i--) {
        const j = partner(n, i, indices.length);
        [indices[i], indices[j]] = [indices[j]!, indices[i]!];
      }
    },
  },
}));

/** Where a shuffle ends, or begins. */
const extents: readonly Mutant[] = (
  [
    ['to_the_first', 'goes on to index 0: it draws once more', (count: number) => [count - 1, 0]],
    [
      'to_the_third',
      'ends at index 2: the last draw is missing',
      (count: number) => [count - 1, 2],
    ],
    ['below_the_last', 'begins below the last index', (count: number) => [count - 2, 1]],
  ] as readonly (readonly [string, string, (count: number) => readonly [number, number]])[]
).map(([id, words, of]) => ({
  id: `shuffle_${id}`,
  clause: 'S13',
  bug: `a shuffle ${words}`,
  fix: 'run from the last index down to 1',
  fn: {
    shuffle: (n, indices) => {
      const [from, to] = of(indices.length);
      for (let i = from; i >= to; i--) {
        const j = n.fn.bounded(n, i + 1);
        [indices[i], indices[j]] = [indices[j]!, indices[i]!];
      }
    },
  },
}));

export const drawMistakes: readonly Mutant[] = [
  ...pairs,
  ...counts,
  ...integers,
  ...shuffles,
  ...extents,
];
