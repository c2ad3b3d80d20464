/** The cases that passed which a diagnosis looks at: those of failing ops, and a few of each of the others. */

import type { Evidence } from '../core/evidence.ts';
import type { TestCase } from '../core/load.ts';
import { affordable } from './sample.ts';
import { isComposite } from './units.ts';

/** Cases of each op that are held against a mistake where none of the op failed. */
const cleanMax = 4;

type Answered = Pick<Evidence, 'failures' | 'passed'>;

interface Passed {
  /** of ops that failed in other cases */
  readonly failing: readonly TestCase[];
  /** some of each op without a failure, but for whole trainings */
  readonly clean: readonly TestCase[];
}

/** The cases that passed which are looked at; the same of these as of all of them. */
export function passedOf({ failures, passed }: Answered): Passed {
  const failed = new Set(failures.map(({ test }) => test.op));
  const byOp = new Map<string, TestCase[]>();
  for (const test of passed) {
    const { op } = test;
    const known = byOp.get(op);
    if (known !== undefined) known.push(test);
    else if (!failed.has(op) && !isComposite(op)) byOp.set(op, [test]);
  }
  return {
    failing: passed.filter(({ op }) => failed.has(op)),
    clean: [...byOp.values()].flatMap((tests) =>
      affordable(tests, (test) => test, cleanMax, 4 * cleanMax),
    ),
  };
}

/** The evidence with as few cases as give the same diagnosis: to send a case takes longer than to pass it. */
export function thinned<T extends Answered>(
  evidence: T,
): T & Required<Pick<Evidence, 'passedCount'>> {
  const { failing, clean } = passedOf(evidence);
  return { ...evidence, passed: [...failing, ...clean], passedCount: evidence.passed.length };
}
