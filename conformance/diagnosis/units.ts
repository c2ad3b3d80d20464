/**
 * Wrong answers taken apart: a unit is one wrong aspect of one failing case, a cell the units that one piece
 * of code answers for. A mistake explains units and is held against what is right in the same cell.
 */

import type { Evidence, Failure } from '../core/evidence.ts';
import type { TestCase } from '../core/load.ts';
import { type Aspect, statusAspect, wrongAspects } from './hypothesis.ts';

/** A failure with an answer to hold a hypothesis against. */
export type Answered = Failure & Required<Pick<Failure, 'reply'>>;

export interface Unit {
  readonly failure: Answered;
  readonly aspect: Aspect;
  readonly cell: Cell;
  /** everything that is wrong in the same answer */
  readonly wrong: readonly Aspect[];
}

/** One aspect of one op, under one contract, on operands of one format. */
export interface Cell {
  readonly op: string;
  /** of all contracts the same: op, format, arithmetic and aspect */
  readonly arm: string;
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

/**
 * Kernels mostly have an arm for each format of their operands, and for each arithmetic: that of the aspect
 * where it has one of its own, as `weight_arithmetic` of `weight_grad`.
 */
function armOf({ op, vector }: TestCase, aspect: Aspect): string {
  const [first] = Object.values(vector.inputs);
  const { params } = vector;
  const arithmetic = params[`${aspect.replace(/_grad$/, '')}_arithmetic`] ?? params.arithmetic;
  return `${op} ${first?.dtype ?? ''} ${arithmetic ?? ''} ${aspect}`;
}

const kindOf = (test: TestCase, aspect: Aspect): string =>
  `${test.contract} ${armOf(test, aspect)}`;

function isAnswered(failure: Failure): failure is Answered {
  return failure.reply !== undefined && failure.reply.status !== 'error';
}

/** The cells of everything that is wrong. */
export function cellsOf({ failures, passed }: Evidence): Cell[] {
  const cells = new Map<string, Cell>();
  const aspectsOf = new Map<string, Set<Aspect>>();
  const wrong = failures.filter(isAnswered).map((failure) => ({
    failure,
    aspects: wrongAspects(failure.test.vector, failure.reply),
  }));
  for (const { failure, aspects } of wrong) {
    const { op } = failure.test;
    for (const aspect of aspects) {
      const kind = kindOf(failure.test, aspect);
      const arm = armOf(failure.test, aspect);
      const cell = cells.get(kind) ?? { op, arm, aspect, units: [], right: [], passed: [] };
      cell.units.push({ failure, aspect, cell, wrong: aspects });
      cells.set(kind, cell);
      aspectsOf.set(op, (aspectsOf.get(op) ?? new Set()).add(aspect));
    }
  }
  const cellsWith = (test: TestCase): Cell[] =>
    [...(aspectsOf.get(test.op) ?? [])].flatMap((a) => cells.get(kindOf(test, a)) ?? []);
  for (const { failure, aspects } of wrong) {
    for (const cell of cellsWith(failure.test)) {
      // a wrong status says nothing about the outputs
      const isSilent = aspects.includes(statusAspect) || aspects.includes(cell.aspect);
      if (!isSilent) cell.right.push(failure.test);
    }
  }
  for (const test of passed) for (const cell of cellsWith(test)) cell.passed.push(test);
  return [...cells.values()];
}
