/**
 * The admissible deviation of recordings made with a C library whose expf and logf are not correctly
 * rounded: one call gives the neighbouring float.
 */

import { exp32, log32 } from '../../../reference/num/exp_log.ts';
import { float32FromBits, float32ToBits } from '../../../reference/num/float32.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import type { Variant } from '../types.ts';

/** How many calls of one case are tried. */
const calls = 24;

/** The float32 `steps` units above (or below) a finite non-zero one. */
function neighbour(x: number, steps: number): number {
  return float32FromBits(float32ToBits(x) + (x > 0 ? steps : -steps));
}

/** A variant in which the given calls of exp and log are off by the given number of units. */
function variant(steps: ReadonlyMap<number, number>): Variant {
  const counters = new WeakMap<Numerics, number>();
  const off =
    (exact: (n: Numerics, x: number) => number) =>
    (n: Numerics, x: number): number => {
      const call = counters.get(n) ?? 0;
      counters.set(n, call + 1);
      const value = exact(n, x);
      const by = steps.get(call);
      return by === undefined || !Number.isFinite(value) || value === 0
        ? value
        : neighbour(value, by);
    };
  return {
    name: 'expf/logf of the recording C library off by one unit',
    fn: { exp32: off(exp32), log32: off(log32) },
  };
}

function* singles(): Generator<Variant> {
  for (let i = 0; i < calls; i++) {
    for (const step of [1, -1]) yield variant(new Map([[i, step]]));
  }
}

export const libmVariants: readonly Variant[] = [...singles()];
