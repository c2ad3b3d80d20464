/** Which cases are replayed: spread evenly over ops, cheap ones first, within a budget of evaluations. */

import type { TestCase } from '../core/load.ts';

/** Evaluations that one diagnosis may spend; an evaluation of a large case counts more than once. */
export interface Budget {
  left: number;
}

/** Elements that an evaluation of cost 1 handles. */
const elementsPerUnit = 256;

/** Ops whose cases run many operations each. */
const chained = /^(training_step|trajectory)$/;

/** What one evaluation of the case costs; a property of the case, never of the machine. */
export function costOf(test: TestCase): number {
  const { inputs, targets } = test.vector;
  const tensors = [...Object.values(inputs), ...Object.values(targets)];
  const elements = tensors.reduce(
    (sum, { shape }) => sum + shape.reduce((product, extent) => product * extent, 1),
    0,
  );
  const base = 1 + Math.floor(elements / elementsPerUnit);
  return chained.test(test.op) ? 30 * base : base;
}

export function spend(budget: Budget, test: TestCase): boolean {
  budget.left -= costOf(test);
  return budget.left >= 0;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? [];
    group.push(item);
    groups.set(key, group);
  }
  return groups;
}

/** `count` items at even distances, the first and the last among them. */
export function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  if (count <= 1) return items.slice(0, Math.max(0, count));
  const at = (i: number): number => Math.round((i * (items.length - 1)) / (count - 1));
  return Array.from({ length: count }, (_, i) => items[at(i)]!);
}

export function groupOf({ contract, op }: TestCase): string {
  return `${contract}/${op}`;
}

/** About `total` items, evenly from every op of every contract, fewer where a case is dear. */
export function sample<T>(
  items: readonly T[],
  testOf: (item: T) => TestCase,
  total: number,
  perGroupMin: number,
): T[] {
  const groups = groupBy(items, (item) => groupOf(testOf(item)));
  // what small groups leave over goes to the large ones
  const sizes = [...groups.values()].map((group) => group.length).sort((a, b) => a - b);
  let left = total;
  let quota = perGroupMin;
  for (const [i, size] of sizes.entries()) {
    quota = Math.max(perGroupMin, Math.floor(left / (sizes.length - i)));
    left -= Math.min(size, quota);
  }
  return [...groups.values()].flatMap((group) => {
    const dear = Math.max(...group.map((item) => costOf(testOf(item))));
    return evenly(group, Math.max(1, Math.ceil(quota / Math.sqrt(dear))));
  });
}
