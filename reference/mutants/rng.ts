/** Mistakes in the generator and in what is drawn from it (S10–S14). */

import { primitives } from '../primitives.ts';
import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'uniform_32_bits',
    clause: 'S12',
    pitfalls: ['A-M13', 'A-M14'],
    bug: 'u uses all 32 bits of the state',
    fix: 'drop the low 8 bits and divide by 2^24',
    fn: { uniform: (n) => Math.fround(n.fn.rngStep(n) / 4294967296) },
  },
  {
    id: 'uniform_closed',
    clause: 'S12',
    pitfalls: ['A-M14'],
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
    pitfalls: ['A-M15'],
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
    pitfalls: ['A-M16'],
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
    pitfalls: ['A-M16'],
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
    pitfalls: ['A-M17'],
    bug: 'seed 0 becomes state 1',
    fix: 'seed 0 becomes 0xFFFFFFFF',
    fn: { seedState: (_n, seed) => seed >>> 0 || 1 },
  },
  {
    id: 'seed_zero_kept',
    clause: 'S11',
    pitfalls: ['A-M17'],
    bug: 'seed 0 is kept, and the generator stays at 0',
    fix: 'seed 0 becomes 0xFFFFFFFF',
    fn: { seedState: (_n, seed) => seed >>> 0 },
  },
  {
    id: 'shuffle_ascending',
    clause: 'S13',
    pitfalls: ['A-M20'],
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
    pitfalls: ['A-M20'],
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
    pitfalls: ['A-M21'],
    bug: 'a bounded integer is taken modulo without rejection',
    fix: 'redraw while the state is at or beyond the largest multiple of the bound',
    fn: { bounded: (n, bound) => n.fn.rngStep(n) % bound },
  },
  {
    id: 'bounded_rejects_equal_limit_only',
    clause: 'S13',
    pitfalls: ['A-M21'],
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
    pitfalls: ['B-38'],
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
    pitfalls: ['A-M13'],
    bug: 'u lies in (0, 1] instead of [0, 1)',
    fix: 'u = (state >> 8) / 2^24',
    fn: { uniform: (n) => ((n.fn.rngStep(n) >>> 8) + 1) / 16777216 },
  },
];
