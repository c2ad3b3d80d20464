/**
 * The admissible deviation of recordings made with a C library whose expf and logf are not correctly
 * rounded: one call gives the float on the other side of the rounding boundary next to the exact value.
 */

import { approximateExp, approximateLog } from '../../../reference/num/approximate.ts';
import { exp32, log32 } from '../../../reference/num/exp_log.ts';
import { float32FromBits, float32ToBits } from '../../../reference/num/float32.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import type { Variant } from '../types.ts';

type Function32 = (n: Numerics, x: number) => number;

/** How many doubtful calls of one case are tried, each alone. */
const triedCalls = 200;

/**
 * The library's stated errors beyond half a unit in the last place (glibc 2.36: expf 0.502, logf 0.818),
 * rounded up: an exact value further from a boundary cannot be rounded the wrong way.
 */
const excess = { exp: 1 / 64, log: 0.33 };

/** The neighbour of a finite non-zero float in the direction of the exact value. */
function neighbour(rounded: number, exact: number): number {
  const away = Math.abs(exact) > Math.abs(rounded);
  return float32FromBits(float32ToBits(rounded) + (away ? 1 : -1));
}

/** What a library with that excess error may give instead of the rounded value, if anything. */
export function doubtfulValue(rounded: number, exact: number, allowed: number): number | undefined {
  if (!Number.isFinite(rounded) || rounded === 0 || rounded === exact) return undefined;
  const other = neighbour(rounded, exact);
  const unit = Math.abs(other - rounded);
  return Math.abs((rounded + other) / 2 - exact) <= allowed * unit ? other : undefined;
}

/** exp and log of which the doubtful call number `wanted` of an operation goes the other way. */
function variant(wanted: number): Variant {
  const counters = new WeakMap<Numerics, number>();
  const flip = (value: Function32, exact: (x: number) => number, allowed: number): Function32 => {
    return (n, x) => {
      const rounded = value(n, x);
      const other = doubtfulValue(rounded, exact(x), allowed);
      if (other === undefined) return rounded;
      const call = counters.get(n) ?? 0;
      counters.set(n, call + 1);
      return call === wanted ? other : rounded;
    };
  };
  const fn = {
    exp32: flip(exp32, approximateExp, excess.exp),
    log32: flip(log32, (x) => (x > 0 ? approximateLog(x) : Number.NaN), excess.log),
  };
  return { name: 'the last bit of one expf/logf of the recording C library', fn };
}

/** One variant per doubtful call. */
export const libmVariants: readonly Variant[] = Array.from({ length: triedCalls }, (_, i) =>
  variant(i),
);
