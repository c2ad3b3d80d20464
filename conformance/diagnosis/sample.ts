/** Which cases are replayed: spread evenly over ops, cheap ones first, within a budget of evaluations. */

import type { TestCase } from '../core/load.ts';

/** Evaluations that one diagnosis may spend; an evaluation of a large case counts more than once. */
export interface Budget {
  left: number;
}

/** Elements that an evaluation of cost 1 handles. */
const elementsPerUnit = 256;

/** Ops whose cases run many operations each, and what that costs. */
const chained: Readonly<Record<string, number>> = {
  training_step: 6,
  model_forward: 120,
  trajectory: 150,
  training_run: 400,
};

/** Whether the errors of its op show in the ops that it is made of. */
export function isComposite({ op }: TestCase): boolean {
  return chained[op] !== undefined;
}

/** From this cost on, a case is replayed only where cheaper ones do not answer the question. */
export const dearCost = 20;

/** What one evaluation of the case costs; a property of the case, never of the machine. */
export function costOf(test: TestCase): number {
  const flat = chained[test.op];
  if (flat !== undefined) return flat;
  const { inputs, targets } = test.vector;
  const tensors = [...Object.values(inputs), ...Object.values(targets)];
  const elements = tensors.reduce(
    (sum, { shape }) => sum + shape.reduce((product, extent) => product * extent, 1),
    0,
  );
  return 1 + Math.floor(elements / elementsPerUnit);
}

/** Takes the cost of one evaluation out of the budget; false where it does not suffice. */
export function spend(budget: Budget, test: TestCase): boolean {
  const cost = costOf(test);
  if (cost > budget.left) return false;
  budget.left -= cost;
  return true;
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

/** The code that a case runs within its op: kernels mostly have an arm for each dtype. */
export function armOf(test: TestCase): string {
  const [first] = Object.values(test.vector.inputs);
  return `${groupOf(test)}/${first?.dtype ?? ''}`;
}

export interface SampleSize {
  readonly total: number;
  readonly perGroupMin: number;
  /** what the cases of one op may cost together; one is taken whatever it costs */
  readonly groupCost: number;
}

/** About `total` items, evenly from every op of every contract, fewer where a case is dear. */
export function sample<T>(
  items: readonly T[],
  testOf: (item: T) => TestCase,
  { total, perGroupMin, groupCost }: SampleSize,
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
    const costs = group.map((item) => costOf(testOf(item)));
    const cheap = Math.min(...costs);
    const count = Math.max(1, Math.min(quota, Math.floor(groupCost / cheap)));
    if (cheap < dearCost) return evenly(group, count);
    const order = group.map((_, i) => i).sort((a, b) => costs[a]! - costs[b]! || a - b);
    return order.slice(0, count).map((i) => group[i]!);
  });
}
