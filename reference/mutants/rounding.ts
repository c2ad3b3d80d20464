/** Mistakes in the rounding modes, the clamps and the seed rescale (S16–S20). */

import { primitives } from '../primitives.ts';
import type { Mutant } from './mutant.ts';

function halfEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest !== 0.5) return rest < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}

export const mutants: readonly Mutant[] = [
  {
    id: 'round_half_even',
    clause: 'S16',
    pitfalls: ['A-M1', 'B-3'],
    bug: 'halves are rounded to the even neighbour',
    fix: 'round halves away from zero',
    fn: { roundHalfAway: (n, x) => n.fn.castInt32(n, halfEven(x)) },
  },
  {
    id: 'round_half_up',
    clause: 'S16',
    pitfalls: ['A-M2', 'B-4'],
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
    pitfalls: ['A-M3'],
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
    pitfalls: ['A-M4'],
    bug: 'the value is truncated toward zero by a plain cast',
    fix: 'round to nearest, halves away from zero',
    fn: { roundHalfAway: (n, x) => n.fn.castInt32(n, Math.trunc(x)) },
  },
  {
    id: 'round_floor',
    clause: 'S16',
    pitfalls: ['A-M5'],
    bug: 'the value is floored',
    fix: 'round to nearest, halves away from zero',
    fn: { roundHalfAway: (n, x) => n.fn.castInt32(n, Math.floor(x)) },
  },
  {
    id: 'mode_always_half_away',
    clause: 'S18',
    pitfalls: ['A-M6'],
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
    pitfalls: ['A-M7', 'B-6'],
    bug: 'stochastic rounding is floor(x + u)',
    fix: 'compute half-away of (x ⊕ u) ⊖ 0.5, both rounded to float32',
    fn: {
      roundStochastic: (n, x) => n.fn.castInt32(n, Math.floor(n.f.add(x, n.fn.uniform(n)))),
    },
  },
  {
    id: 'sr_double',
    clause: 'S17',
    pitfalls: ['A-M8'],
    bug: 'the jitter is added in double precision',
    fix: 'round x ⊕ u and the subtraction of 0.5 to float32',
    fn: { roundStochastic: (n, x) => n.fn.roundHalfAway(n, x + n.fn.uniform(n) - 0.5) },
  },
  {
    id: 'sr_jitter_first',
    clause: 'S17',
    pitfalls: ['A-M9', 'B-5'],
    bug: 'the jitter is associated as x ⊕ (u ⊖ 0.5)',
    fix: 'add u to x first, then subtract 0.5',
    fn: {
      roundStochastic: (n, x) => n.fn.roundHalfAway(n, n.f.add(x, n.f.sub(n.fn.uniform(n), 0.5))),
    },
  },
  {
    id: 'sr_half_first',
    clause: 'S17',
    pitfalls: ['A-M10'],
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
    pitfalls: ['A-M11'],
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
    pitfalls: ['A-M11'],
    bug: 'zeros are returned without a draw',
    fix: 'draw exactly once per call, also for zero',
    fn: { roundStochastic: (n, x) => (x === 0 ? 0 : primitives.roundStochastic(n, x)) },
  },
  {
    id: 'sr_keeps_integers',
    clause: 'S17',
    pitfalls: ['A-M12'],
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
    id: 'seed_ratio',
    clause: 'S20',
    pitfalls: ['A-M39', 'A-M75', 'B-2'],
    bug: 'a seed is q ⊗ (sP ⊘ sA)',
    fix: 'multiply first, then divide: (q ⊗ sP) ⊘ sA',
    fn: {
      seedRescale: (n, q, sP, sA, mode) => {
        const r = n.f.mul(n.f.fromInt(q), n.f.div(sP, sA));
        n.fn.guardSeed(n, r);
        return n.fn.round(n, r, mode);
      },
    },
  },
  {
    id: 'seed_double',
    clause: 'S20',
    bug: 'a seed is computed in double precision',
    fix: 'round product and quotient to float32',
    fn: {
      seedRescale: (n, q, sP, sA, mode) => {
        const r = (q * sP) / sA;
        n.fn.guardSeed(n, r);
        return n.fn.round(n, r, mode);
      },
    },
  },
  {
    id: 'seed_guard_missing',
    clause: 'S20',
    bug: 'the seed guard is not there',
    fix: 'refuse unless |r| ≤ 1073774592',
    fn: { guardSeed: () => {} },
  },
  {
    id: 'seed_guard_passes_nan',
    clause: 'S20',
    pitfalls: ['A-M79'],
    bug: 'the guard tests |r| > T, which lets NaN pass',
    fix: 'test NOT (|r| ≤ T)',
    fn: {
      guardSeed: (n, r) => {
        if (!Number.isNaN(r)) primitives.guardSeed(n, r);
      },
    },
  },
  {
    id: 'seed_guard_int16_bound',
    clause: 'S20',
    pitfalls: ['A-M80'],
    bug: 'the guard bound is 2^31 − 1 − 32767² (1073807360)',
    fix: 'the bound is 1073774592 exactly',
    fn: {
      guardSeed: (n, r) => {
        if (!(Math.abs(r) <= 1073807360)) primitives.guardSeed(n, r);
      },
    },
  },
  {
    id: 'seed_guard_strict',
    clause: 'S20',
    pitfalls: ['A-M80'],
    bug: 'a seed equal to the bound is refused',
    fix: 'equality passes',
    fn: {
      guardSeed: (n, r) => {
        primitives.guardSeed(n, Math.abs(r) === 1073774592 ? Number.POSITIVE_INFINITY : r);
      },
    },
  },
  {
    id: 'seed_guard_after_draw',
    clause: 'S20',
    bug: 'the seed is clamped to the bound instead of being refused',
    fix: 'refuse a seed beyond the bound',
    fn: {
      seedRescale: (n, q, sP, sA, mode) => {
        const r = n.f.div(n.f.mul(n.f.fromInt(q), sP), sA);
        return n.fn.round(n, n.fn.clampFloat(n, r, -1073774592, 1073774592), mode);
      },
    },
  },
  {
    id: 'clamp_off_by_one_high',
    clause: 'S19',
    bug: 'the upper clamp bound is one too small',
    fix: 'clamp to qMax inclusively',
    flags: ['ends'],
    fn: {
      clampInt: (n, v, low, high) => primitives.clampInt(n, v, low, high - 1),
      clampFloat: (n, v, low, high) => primitives.clampFloat(n, v, low, high - 1),
    },
  },
  {
    id: 'clamp_nan_to_low',
    clause: 'S19',
    bug: 'the float clamp turns NaN into the low bound',
    fix: 'NaN passes through the float clamp',
    flags: ['cast_range', 'later_nan'],
    fn: {
      clampFloat: (n, v, low, high) =>
        Number.isNaN(v) ? low : primitives.clampFloat(n, v, low, high),
    },
  },
  {
    id: 'seed_guard_always',
    clause: 'S20',
    flags: ['guard_off'],
    bug: 'the seed guard fires in a build that has switched it off',
    fix: 'without the guard round what there is',
    fn: {
      guardSeed: (n, r) =>
        primitives.guardSeed({ ...n, contract: { ...n.contract, seedGuard: true } }, r),
    },
  },
];
