/**
 * The overflow record of one operation: which int32 computations left their range.
 *
 * Two's-complement overflow and an out-of-range float→int32 cast are undefined in C (U1–U3,
 * U1–U3). The reference goes on with what gcc on x86-64 gives (wrapped sums, INT32_MIN casts) and keeps
 * the book here.
 */

/**
 * `never`: no summation order overflows. `always`: every order does. `order_dependent`: the final sum
 * fits but some order of the terms leaves the range on the way.
 */
export type OverflowWhen = 'never' | 'always' | 'order_dependent';

export interface OverflowEntry {
  when: OverflowWhen;
  /** number of overflowing operations in canonical (clause) order */
  count: number;
}

/** By kind: sums, products, float→int casts. */
export type OverflowLog = Record<'accumulate' | 'multiply' | 'cast', OverflowEntry>;

export function newOverflowLog(): OverflowLog {
  return {
    accumulate: { when: 'never', count: 0 },
    multiply: { when: 'never', count: 0 },
    cast: { when: 'never', count: 0 },
  };
}

export function noteOverflow(
  log: OverflowLog,
  kind: keyof OverflowLog,
  when: OverflowWhen,
  count: number,
): void {
  const entry = log[kind];
  entry.count += count;
  if (when === 'always' || (when === 'order_dependent' && entry.when === 'never'))
    entry.when = when;
}
