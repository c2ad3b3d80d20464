/** Which cases are replayed: evenly over a cell, cheap ones first, within a budget of evaluations. */

import { countOf } from '../../reference/tensor.ts';
import type { TestCase } from '../core/load.ts';
import { keptFor } from './kept.ts';

/** Evaluations that one diagnosis may spend; an evaluation of a large case counts more than once. */
export interface Budget {
  left: number;
}

/** Elements that an evaluation of cost 1 handles. */
const elementsPerUnit = 256;

/** Ops whose cases run many operations each, and what that costs. */
const chained: Readonly<Record<string, number>> = {
  training_step: 12,
  model_forward: 120,
  trajectory: 300,
  training_run: 400,
};

function elementsCostOf({ vector: { inputs, targets } }: TestCase): number {
  const tensors = [...Object.values(inputs), ...Object.values(targets)];
  const elements = tensors.reduce((sum, { shape }) => sum + countOf(shape), 0);
  return 1 + Math.floor(elements / elementsPerUnit);
}

/** What one evaluation of the case costs; a property of the case, never of the machine. */
export const costOf = keptFor((test: TestCase): number => chained[test.op] ?? elementsCostOf(test));

/** Whether the budget suffices for one evaluation. */
export const canSpend = ({ left }: Budget, test: TestCase): boolean => costOf(test) <= left;

/** Takes the cost of one evaluation out of the budget; false where it does not suffice. */
export function spend(budget: Budget, test: TestCase): boolean {
  const isEnough = canSpend(budget, test);
  if (isEnough) budget.left -= costOf(test);
  return isEnough;
}

/** `count` items at even distances, the first and the last among them. */
export function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  if (count <= 1) return items.slice(0, Math.max(0, count));
  const at = (i: number): number => Math.round((i * (items.length - 1)) / (count - 1));
  return Array.from({ length: count }, (_, i) => items[at(i)]!);
}

/** At most `count` items that cost at most `each` together with the others; one at least. */
export function affordable<T>(
  items: readonly T[],
  testOf: (item: T) => TestCase,
  count: number,
  cost: number,
): T[] {
  const even = evenly(items, count);
  if (even.reduce((sum, item) => sum + costOf(testOf(item)), 0) <= cost) return even;
  const least = Math.min(...items.map((item) => costOf(testOf(item))));
  const cheap = [...items].sort((a, b) => costOf(testOf(a)) - costOf(testOf(b)));
  return cheap.slice(0, Math.max(1, Math.min(count, Math.floor(cost / Math.max(1, least)))));
}
