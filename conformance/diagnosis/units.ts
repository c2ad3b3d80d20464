/**
 * Wrong answers taken apart: a unit is one wrong aspect of one failing case, a cell the units that one piece
 * of code answers for. A mistake explains units and is held against what is right in the same cell.
 */

import type { Evidence, Failure } from '../core/evidence.ts';
import type { TestCase } from '../core/load.ts';
import { type Aspect, wrongAspects } from './hypothesis.ts';

/** A failure with an answer to hold a hypothesis against. */
export type Answered = Failure & Required<Pick<Failure, 'reply'>>;

export interface Unit {
  readonly failure: Answered;
  readonly aspect: Aspect;
  readonly cell: Cell;
}

/** One aspect of one op, under one contract, on operands of one format. */
export interface Cell {
  readonly op: string;
  readonly aspect: Aspect;
  readonly units: Unit[];
  /** failing cases of the same kind in which this aspect is right */
  readonly right: TestCase[];
  /** cases of the same kind that passed */
  readonly passed: TestCase[];
}

/** Ops whose cases run many other ops: their failures say least. */
const composites: ReadonlySet<string> = new Set([
  'training_step',
  'model_forward',
  'trajectory',
  'training_run',
]);

export function isComposite(op: string): boolean {
  return composites.has(op);
}

/** Kernels mostly have an arm for each format. */
function kindOf({ contract, op, vector }: TestCase): string {
  const [first] = Object.values(vector.inputs);
  return `${contract} ${op} ${first?.dtype ?? ''}`;
}

function isAnswered(failure: Failure): failure is Answered {
  return failure.reply !== undefined && failure.reply.status !== 'error';
}

/** The cells of everything that is wrong. */
export function cellsOf({ failures, passed }: Evidence): Cell[] {
  const cells = new Map<string, Cell>();
  const wrong = failures.filter(isAnswered).map((failure) => ({
    failure,
    kind: kindOf(failure.test),
    aspects: wrongAspects(failure.test.vector, failure.reply),
  }));
  for (const { failure, kind, aspects } of wrong) {
    for (const aspect of aspects) {
      const key = `${kind} ${aspect}`;
      const { op } = failure.test;
      const cell = cells.get(key) ?? { op, aspect, units: [], right: [], passed: [] };
      cell.units.push({ failure, aspect, cell });
      cells.set(key, cell);
    }
  }
  const byKind = new Map<string, Cell[]>();
  for (const [key, cell] of cells) {
    const kind = key.slice(0, key.lastIndexOf(` ${cell.aspect}`));
    byKind.set(kind, [...(byKind.get(kind) ?? []), cell]);
  }
  for (const { failure, kind, aspects } of wrong) {
    for (const cell of byKind.get(kind) ?? []) {
      if (!aspects.includes(cell.aspect)) cell.right.push(failure.test);
    }
  }
  for (const test of passed) {
    for (const cell of byKind.get(kindOf(test)) ?? []) cell.passed.push(test);
  }
  return [...cells.values()];
}
