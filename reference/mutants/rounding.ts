/** Mistakes in the generator, the rounding modes and the clamps (S10–S19). */

import { primitives } from '../primitives.ts';
import type { Mutant } from './mutant.ts';

function halfEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest !== 0.5) return rest < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}

export const roundingMutants: readonly Mutant[] = [
  {
    id: 'round_half_even',
    clause: 'S16',
    catalogue: ['A-M1', 'B-3'],
    bug: 'halves are rounded to the even neighbour',
    fix: 'round halves away from zero',
    fn: { roundHalfAway: (n, x) => n.fn.castInt32(n, halfEven(x)) },
  },
  {
    id: 'round_half_up',
    clause: 'S16',
    catalogue: ['A-M2', 'B-4'],
    bug: 'halves are rounded toward plus infinity, as JavaScript rounds',
    fix: 'round halves away from zero: −2.5 gives −3',
    fn: { roundHalfAway: (n, x) => n.fn.castInt32(n, Math.floor(x + 0.5)) },
  },
  {
    id: 'round_half_down',
    clause: 'S16',
    bug: 'halves are rounded toward zero',
    fix: 'round halves away from zero',
    fn: {
      roundHalfAway: (n, x) => {
        const magnitude = Math.ceil(Math.abs(x) - 0.5);
        return n.fn.castInt32(n, x < 0 ? -magnitude : magnitude);
      },
    },
  },
  {
    id: 'round_floor_plus_half_float32',
    clause: 'S16',
    catalogue: ['A-M3'],
    bug: 'x + 0.5 is computed in float32, so 0.49999997 rounds to 1 and large odd integers move',
    fix: 'round the exact float32 value; promote it to double before adding 0.5',
    fn: {
      roundHalfAway: (n, x) => {
        const magnitude = Math.floor(Math.fround(Math.abs(x) + 0.5));
        return n.fn.castInt32(n, x < 0 ? -magnitude : magnitude);
      },
    },
  },
  {
    id: 'round_truncate',
    clause: 'S16',
    catalogue: ['A-M4'],
    bug: 'the value is truncated toward zero by a plain cast',
    fix: 'round to nearest, halves away from zero',
    fn: { roundHalfAway: (n, x) => n.fn.castInt32(n, Math.trunc(x)) },
  },
  {
    id: 'round_floor',
    clause: 'S16',
    catalogue: ['A-M5'],
    bug: 'the value is floored',
    fix: 'round to nearest, halves away from zero',
    fn: { roundHalfAway: (n, x) => n.fn.castInt32(n, Math.floor(x)) },
  },
  {
    id: 'mode_always_half_away',
    clause: 'S18',
    catalogue: ['A-M6'],
    bug: 'the rounding mode is ignored: SR_HALF_AWAY rounds half-away and draws nothing',
    fix: 'dispatch on the mode; SR draws once per call',
    fn: { round: (n, x) => n.fn.roundHalfAway(n, x) },
  },
  {
    id: 'mode_always_stochastic',
    clause: 'S18',
    bug: 'HALF_AWAY is rounded stochastically and consumes a draw',
    fix: 'dispatch on the mode; HALF_AWAY draws nothing',
    fn: { round: (n, x) => n.fn.roundStochastic(n, x) },
  },
  {
    id: 'sr_floor',
    clause: 'S17',
    catalogue: ['A-M7', 'B-6'],
    bug: 'stochastic rounding is floor(x + u)',
    fix: 'compute half-away of (x ⊕ u) ⊖ 0.5, both rounded to float32',
    fn: {
      roundStochastic: (n, x) => n.fn.castInt32(n, Math.floor(n.f.add(x, n.fn.uniform(n)))),
    },
  },
  {
    id: 'sr_double',
    clause: 'S17',
    catalogue: ['A-M8'],
    bug: 'the jitter is added in double precision',
    fix: 'round x ⊕ u and the subtraction of 0.5 to float32',
    fn: { roundStochastic: (n, x) => n.fn.roundHalfAway(n, x + n.fn.uniform(n) - 0.5) },
  },
  {
    id: 'sr_jitter_first',
    clause: 'S17',
    catalogue: ['A-M9', 'B-5'],
    bug: 'the jitter is associated as x ⊕ (u ⊖ 0.5)',
    fix: 'add u to x first, then subtract 0.5',
    fn: {
      roundStochastic: (n, x) => n.fn.roundHalfAway(n, n.f.add(x, n.f.sub(n.fn.uniform(n), 0.5))),
    },
  },
  {
    id: 'sr_half_first',
    clause: 'S17',
    catalogue: ['A-M10'],
    bug: 'the jitter is associated as (x ⊖ 0.5) ⊕ u',
    fix: 'add u to x first, then subtract 0.5',
    fn: {
      roundStochastic: (n, x) => n.fn.roundHalfAway(n, n.f.add(n.f.sub(x, 0.5), n.fn.uniform(n))),
    },
  },
  {
    id: 'sr_jitter_mirrored',
    clause: 'S17',
    bug: 'the jitter is mirrored for negative values: (x ⊖ u) ⊕ 0.5',
    fix: 'compute half-away of (x ⊕ u) ⊖ 0.5, whatever the sign',
    fn: {
      roundStochastic: (n, x) => {
        const u = n.fn.uniform(n);
        const jittered = x < 0 ? n.f.add(n.f.sub(x, u), 0.5) : n.f.sub(n.f.add(x, u), 0.5);
        return n.fn.roundHalfAway(n, jittered);
      },
    },
  },
  {
    id: 'sr_skips_integers',
    clause: 'S17',
    catalogue: ['A-M11'],
    bug: 'exact integers are returned without a draw',
    fix: 'draw exactly once per call, whatever the value is',
    fn: {
      roundStochastic: (n, x) =>
        Number.isInteger(x) ? n.fn.castInt32(n, x) : primitives.roundStochastic(n, x),
    },
  },
  {
    id: 'sr_skips_zero',
    clause: 'S17',
    catalogue: ['A-M11'],
    bug: 'zeros are returned without a draw',
    fix: 'draw exactly once per call, also for zero',
    fn: { roundStochastic: (n, x) => (x === 0 ? 0 : primitives.roundStochastic(n, x)) },
  },
  {
    id: 'sr_keeps_integers',
    clause: 'S17',
    catalogue: ['A-M12'],
    bug: 'exact integers stay, although the draw is consumed',
    fix: 'integers are not fixed points: compute half-away of (x ⊕ u) ⊖ 0.5 for them too',
    fn: {
      roundStochastic: (n, x) => {
        const rounded = primitives.roundStochastic(n, x);
        return Number.isInteger(x) ? n.fn.castInt32(n, x) : rounded;
      },
    },
  },
  {
    id: 'sr_half_even',
    clause: 'S17',
    bug: 'the jittered value is rounded half-to-even',
    fix: 'round the jittered value half-away',
    fn: {
      roundStochastic: (n, x) =>
        n.fn.castInt32(n, halfEven(n.f.sub(n.f.add(x, n.fn.uniform(n)), 0.5))),
    },
  },
  {
    id: 'uniform_32_bits',
    clause: 'S12',
    catalogue: ['A-M13', 'A-M14'],
    bug: 'u uses all 32 bits of the state',
    fix: 'drop the low 8 bits and divide by 2^24',
    fn: { uniform: (n) => Math.fround(n.fn.rngStep(n) / 4294967296) },
  },
  {
    id: 'uniform_closed',
    clause: 'S12',
    catalogue: ['A-M14'],
    bug: 'u is divided by 2^24 − 1, so it can be 1',
    fix: 'divide by 2^24',
    fn: { uniform: (n) => Math.fround((n.fn.rngStep(n) >>> 8) / 16777215) },
  },
  {
    id: 'uniform_low_bits',
    clause: 'S12',
    bug: 'u is made of the low 24 bits of the state',
    fix: 'take the high 24 bits: state >> 8',
    fn: { uniform: (n) => (n.fn.rngStep(n) & 0xffffff) / 16777216 },
  },
  {
    id: 'uniform_never_zero',
    clause: 'S12',
    bug: 'u = 0 is replaced by the next grid value',
    fix: 'let u be exactly 0',
    fn: { uniform: (n) => primitives.uniform(n) || 2 ** -24 },
  },
  {
    id: 'rng_old_state',
    clause: 'S10',
    catalogue: ['A-M15'],
    bug: 'the generator returns the state before the step',
    fix: 'the new state is the output',
    fn: {
      rngStep: (n) => {
        const before = n.rng.state;
        primitives.rngStep(n);
        return before;
      },
    },
  },
  {
    id: 'rng_shift_order',
    clause: 'S10',
    catalogue: ['A-M16'],
    bug: 'the shifts are applied in the order 17, 13, 5',
    fix: 'shift left 13, right 17, left 5',
    fn: {
      rngStep: (n) => {
        let x = n.rng.state | 0;
        x ^= x >>> 17;
        x ^= x << 13;
        x ^= x << 5;
        n.rng.state = x >>> 0;
        return n.rng.state;
      },
    },
  },
  {
    id: 'rng_arithmetic_shift',
    clause: 'S10',
    catalogue: ['A-M16'],
    bug: 'the right shift propagates the sign',
    fix: 'shift right logically (on unsigned)',
    fn: {
      rngStep: (n) => {
        let x = n.rng.state | 0;
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        n.rng.state = x >>> 0;
        return n.rng.state;
      },
    },
  },
  {
    id: 'seed_zero_to_one',
    clause: 'S11',
    catalogue: ['A-M17'],
    bug: 'seed 0 becomes state 1',
    fix: 'seed 0 becomes 0xFFFFFFFF',
    fn: { seedState: (_n, seed) => seed >>> 0 || 1 },
  },
  {
    id: 'seed_zero_kept',
    clause: 'S11',
    catalogue: ['A-M17'],
    bug: 'seed 0 is kept, and the generator stays at 0',
    fix: 'seed 0 becomes 0xFFFFFFFF',
    fn: { seedState: (_n, seed) => seed >>> 0 },
  },
  {
    id: 'shuffle_ascending',
    clause: 'S13',
    catalogue: ['A-M20'],
    bug: 'the shuffle runs from the first index up',
    fix: 'run i from the last index down to 1 and swap with j in [0, i]',
    fn: {
      shuffle: (n, indices) => {
        for (let i = 1; i < indices.length; i++) {
          const j = n.fn.bounded(n, i + 1);
          [indices[i], indices[j]] = [indices[j]!, indices[i]!];
        }
      },
    },
  },
  {
    id: 'shuffle_bound_n',
    clause: 'S13',
    catalogue: ['A-M20'],
    bug: 'every swap partner is drawn from all n indices',
    fix: 'draw j from [0, i]',
    fn: {
      shuffle: (n, indices) => {
        for (let i = indices.length - 1; i >= 1; i--) {
          const j = n.fn.bounded(n, indices.length);
          [indices[i], indices[j]] = [indices[j]!, indices[i]!];
        }
      },
    },
  },
  {
    id: 'shuffle_sattolo',
    clause: 'S13',
    bug: 'an index is never swapped with itself (j is drawn below i, as in Sattolo’s cycle)',
    fix: 'draw j from [0, i], i included',
    fn: {
      shuffle: (n, indices) => {
        for (let i = indices.length - 1; i >= 1; i--) {
          const j = n.fn.bounded(n, i);
          [indices[i], indices[j]] = [indices[j]!, indices[i]!];
        }
      },
    },
  },
  {
    id: 'bounded_modulo',
    clause: 'S13',
    catalogue: ['A-M21'],
    bug: 'a bounded integer is taken modulo without rejection',
    fix: 'redraw while the state is at or beyond the largest multiple of the bound',
    fn: { bounded: (n, bound) => n.fn.rngStep(n) % bound },
  },
  {
    id: 'bounded_rejects_equal_limit_only',
    clause: 'S13',
    catalogue: ['A-M21'],
    bug: 'the rejection limit is a multiple of the bound below 2^32 instead of 2^32 − 1',
    fix: 'use 4294967295 − (4294967295 mod bound)',
    fn: {
      bounded: (n, bound) => {
        const limit = 4294967296 - (4294967296 % bound);
        let x = n.fn.rngStep(n);
        while (x >= limit) x = n.fn.rngStep(n);
        return x % bound;
      },
    },
  },
  {
    id: 'bernoulli_closed',
    clause: 'S14',
    catalogue: ['B-38'],
    bug: 'the mask keeps u ≤ p',
    fix: 'compare strictly: u < p',
    fn: {
      bernoulli: (n, count, p) =>
        Uint8Array.from({ length: count }, () => (n.fn.uniform(n) <= p ? 1 : 0)),
    },
  },
  {
    id: 'bernoulli_skips_certain',
    clause: 'S14',
    bug: 'no number is drawn for p = 0 or p = 1',
    fix: 'draw one number per element, whatever p is',
    fn: {
      bernoulli: (n, count, p) =>
        p <= 0 || p >= 1
          ? new Uint8Array(count).fill(p >= 1 ? 1 : 0)
          : primitives.bernoulli(n, count, p),
    },
  },
  {
    id: 'uniform_open_at_zero',
    clause: 'S12',
    catalogue: ['A-M13'],
    bug: 'u lies in (0, 1] instead of [0, 1)',
    fix: 'u = (state >> 8) / 2^24',
    fn: { uniform: (n) => ((n.fn.rngStep(n) >>> 8) + 1) / 16777216 },
  },
  {
    id: 'sr_skips_clamped',
    clause: 'S17',
    catalogue: ['A-M11'],
    bug: 'values at or beyond the ends of the range are clamped without a draw',
    fix: 'draw exactly once per element, then clamp',
    flags: ['clamp_order', 'V10', 'V31', 'ends'],
    fn: {
      roundIntoRange: (n, x, bits, mode) => {
        if (x >= n.fn.qMax(n, bits)) return n.fn.qMax(n, bits);
        if (x <= n.fn.qMin(n, bits)) return n.fn.qMin(n, bits);
        return primitives.roundIntoRange(n, x, bits, mode);
      },
    },
  },
];
