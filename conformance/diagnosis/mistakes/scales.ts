/** Mistakes in symmetric scales and in the jitter of stochastic rounding, over their constants (S17, S23). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';

const divisors: readonly (readonly [string, string, (bits: number) => number])[] = [
  ['all_codes', '2^b − 1, the levels of an unsigned grid', (b) => 2 ** b - 1],
  ['power', '2^b', (b) => 2 ** b],
  ['levels_less_two', '2^b − 2', (b) => 2 ** b - 2],
  ['short', '2^(b−1) − 2', (b) => 2 ** (b - 1) - 2],
  ['long', '2^(b−1) + 1', (b) => 2 ** (b - 1) + 1],
  ['one_bit_less', '2^(b−2) − 1, one bit less', (b) => 2 ** (b - 2) - 1],
  ['int8', '127, whatever the width', () => 127],
  ['int8_power', '128, whatever the width', () => 128],
  ['uint8', '255, whatever the width', () => 255],
  ['int16', '32767, whatever the width', () => 32767],
  ['bits', 'the width b itself', (b) => b],
];

const scaleDivisors: readonly Mutant[] = divisors.map(([id, words, of]) => ({
  id: `scale_divisor_${id}`,
  clause: 'S23',
  bug: `the symmetric scale is the absolute maximum over ${words}`,
  fix: 'divide the absolute maximum by 2^(b−1) − 1',
  fn: {
    symmetricScale: (n, m, bits) => (m === 0 ? 1 : n.f.div(m, Math.fround(of(bits)))),
  },
}));

type Jitter = (n: Numerics, x: number, u: number) => number;

const cut = (n: Numerics, x: number): number => n.fn.castInt32(n, x);

const jitter = (id: string, bug: string, of: Jitter): Mutant => ({
  id: `sr_${id}`,
  clause: 'S17',
  bug: `stochastic rounding ${bug}`,
  fix: 'half away of (x ⊕ u) ⊖ 0.5',
  fn: { roundStochastic: (n, x) => of(n, x, n.fn.uniform(n)) },
});

const fraction = (x: number): number => x - Math.floor(x);

const jitters: readonly Mutant[] = [
  jitter('unshifted', 'lacks the − 0.5: u is not centred, values drift up', (n, x, u) =>
    n.fn.roundHalfAway(n, n.f.add(x, u)),
  ),
  jitter('shifted_up', 'adds 0.5 instead of subtracting it', (n, x, u) =>
    n.fn.roundHalfAway(n, n.f.add(n.f.add(x, u), 0.5)),
  ),
  jitter('subtracts', 'subtracts u: (x ⊖ u) ⊕ 0.5', (n, x, u) =>
    n.fn.roundHalfAway(n, n.f.add(n.f.sub(x, u), 0.5)),
  ),
  jitter('truncates', 'truncates x + u: negative values are biased toward zero', (n, x, u) =>
    cut(n, Math.trunc(n.f.add(x, u))),
  ),
  jitter('truncates_shifted', 'truncates (x + u) − 0.5 instead of rounding it', (n, x, u) =>
    cut(n, Math.trunc(n.f.sub(n.f.add(x, u), 0.5))),
  ),
  jitter('floors_shifted', 'takes the floor of (x + u) − 0.5 instead of rounding it', (n, x, u) =>
    cut(n, Math.floor(n.f.sub(n.f.add(x, u), 0.5))),
  ),
  jitter('compares', 'compares u with the fraction: ⌊x⌋ + (u < x − ⌊x⌋)', (n, x, u) =>
    cut(n, Math.floor(x) + Number(u < fraction(x))),
  ),
  jitter('compares_inverted', 'compares u with the fraction the wrong way round', (n, x, u) =>
    cut(n, Math.floor(x) + Number(u > fraction(x))),
  ),
  jitter('compares_magnitude', 'rounds the magnitude: trunc(x) ± (u < |fraction|)', (n, x, u) =>
    cut(n, Math.trunc(x) + Math.sign(x) * Number(u < fraction(Math.abs(x)))),
  ),
  jitter('wide', 'draws the jitter from [−1, 1): it is twice too wide', (n, x, u) =>
    n.fn.roundHalfAway(n, n.f.sub(n.f.add(x, n.f.mul(2, u)), 1)),
  ),
  jitter('narrow', 'draws the jitter from [−1/4, 1/4): it is half too narrow', (n, x, u) =>
    n.fn.roundHalfAway(n, n.f.sub(n.f.add(x, n.f.mul(0.5, u)), 0.25)),
  ),
  ...[2, 3, 4, 5, 6, 7, 8].map((k) =>
    jitter(
      `over_2_to_${k}`,
      `divides the random number by 2^${k}: u is too small, values are nearly always rounded down`,
      (n, x, u) => n.fn.roundHalfAway(n, n.f.sub(n.f.add(x, u / 2 ** k), 0.5)),
    ),
  ),
  jitter('unused', 'draws a number and does not use it: it rounds half away', (n, x) =>
    n.fn.roundHalfAway(n, x),
  ),
  {
    id: 'sr_draws_twice',
    clause: 'S17',
    bug: 'stochastic rounding draws two random numbers: the second moves the generator on',
    fix: 'draw exactly once per value',
    fn: {
      roundStochastic: (n, x) => {
        const jittered = n.f.add(x, n.fn.uniform(n));
        n.fn.uniform(n);
        return n.fn.roundHalfAway(n, n.f.sub(jittered, 0.5));
      },
    },
  },
  {
    id: 'round_half_then_truncated_below_2_23',
    clause: 'S16',
    bug: 'rounding adds 0.5 and then truncates, whatever the sign, below 2^23: negative values come out wrong',
    fix: 'round half away from zero',
    fn: {
      roundHalfAway: (n, x) =>
        n.fn.castInt32(n, Math.abs(x) < 2 ** 23 ? Math.trunc(n.f.add(x, 0.5)) : x),
    },
  },
];

export const scaleMistakes: readonly Mutant[] = [...scaleDivisors, ...jitters];
