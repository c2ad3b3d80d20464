/** What the reports for people count: verdicts by op and backend, failing and skipped cases. */

import { type CaseEnd, isFailing, opOfCase, type Totals, zeroTotals } from '../core/events.ts';

export interface Tally {
  /** op → backend → verdict counts */
  readonly ops: Map<string, Map<string, Record<keyof Totals, number>>>;
  /** `<backend> <op>` → failing cases so far */
  readonly failing: Map<string, number>;
  /** reason → backend → skipped cases */
  readonly skips: Map<string, Map<string, number>>;
}

export function newTally(): Tally {
  return { ops: new Map(), failing: new Map(), skips: new Map() };
}

/** Adds one to a number in a map of maps. */
export function addTo(
  counts: Map<string, Map<string, number>>,
  first: string,
  second: string,
): void {
  const inner = counts.get(first) ?? new Map<string, number>();
  counts.set(first, inner.set(second, (inner.get(second) ?? 0) + 1));
}

/** The key of `failing`. */
export function groupOfCase({ backend, case: id }: CaseEnd): string {
  return `${backend} ${opOfCase(id)}`;
}

/** Counts a case; for one that fails, how many of its group failed before, else undefined. */
export function tallyCase({ ops, failing, skips }: Tally, event: CaseEnd): number | undefined {
  const { backend, verdict, case: id } = event;
  const op = opOfCase(id);
  const perBackend = ops.get(op) ?? new Map<string, Record<keyof Totals, number>>();
  const totals = perBackend.get(backend) ?? zeroTotals();
  totals[verdict]++;
  ops.set(op, perBackend.set(backend, totals));
  if (verdict === 'skip') addTo(skips, event.reason ?? 'no reason', backend);
  if (!isFailing(verdict)) return undefined;
  const key = groupOfCase(event);
  const before = failing.get(key) ?? 0;
  failing.set(key, before + 1);
  return before;
}
