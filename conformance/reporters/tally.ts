/** What the reports for people count: verdicts by op and backend, failing and skipped cases. */

import {
  type CaseEnd,
  contractOfCase,
  isFailing,
  opOfCase,
  type Totals,
  zeroTotals,
} from '../core/events.ts';

/** What a backend was not asked, because its hello does not offer it. */
export interface NotOffered {
  readonly ops: Set<string>;
  readonly contracts: Set<string>;
  cases: number;
}

export interface Tally {
  /** ops and contracts of the cases, offered or not */
  readonly asked: { readonly ops: Set<string>; readonly contracts: Set<string> };
  /** by backend; none for one that offers everything */
  readonly notOffered: Map<string, NotOffered>;
  /** op → backend → verdict counts of what is offered */
  readonly ops: Map<string, Map<string, Record<keyof Totals, number>>>;
  /** `<backend> <op>` → failing cases so far */
  readonly failing: Map<string, number>;
  /** reason → backend → skipped cases of what is offered */
  readonly skips: Map<string, Map<string, number>>;
}

export function newTally(): Tally {
  return {
    asked: { ops: new Set(), contracts: new Set() },
    notOffered: new Map(),
    ops: new Map(),
    failing: new Map(),
    skips: new Map(),
  };
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

/** `1 op`, `2 ops`. */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** One sentence about what a backend does not offer; undefined where it offers everything. */
export function offerText({ asked, notOffered }: Tally, backend: string): string | undefined {
  const missing = notOffered.get(backend);
  if (missing === undefined) return undefined;
  const parts = (['ops', 'contracts'] as const)
    .filter((kind) => missing[kind].size > 0)
    .map((kind) => `${missing[kind].size} of ${counted(asked[kind].size, kind.slice(0, -1))}`);
  const cases = counted(missing.cases, 'case');
  return `${backend} does not offer ${parts.join(' and ')}: ${cases} not asked`;
}

/** Whether the case is of something that is not offered, and counted as such. */
function isNotOffered({ notOffered }: Tally, { backend, reason, case: id }: CaseEnd): boolean {
  const isOp = reason === 'unsupported-op';
  if (!isOp && reason !== 'unsupported-contract') return false;
  const found = notOffered.get(backend) ?? { ops: new Set(), contracts: new Set(), cases: 0 };
  found.cases++;
  if (isOp) found.ops.add(opOfCase(id));
  else found.contracts.add(contractOfCase(id));
  notOffered.set(backend, found);
  return true;
}

/** Counts a case; for one that fails, how many of its group failed before, else undefined. */
export function tallyCase(tally: Tally, event: CaseEnd): number | undefined {
  const { asked, ops, failing, skips } = tally;
  const { backend, verdict, case: id } = event;
  const op = opOfCase(id);
  asked.ops.add(op);
  asked.contracts.add(contractOfCase(id));
  if (isNotOffered(tally, event)) return undefined;
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
