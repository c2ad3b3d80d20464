/** What a run knows about one backend when it has ended: its wrong answers in full, and what it passed. */

import type { RunReply } from '../../schema/format/types.ts';
import type { Difference, Verdict } from './events.ts';
import type { TestCase } from './load.ts';

export interface Failure {
  readonly test: TestCase;
  /** absent where there was no answer */
  readonly reply?: RunReply;
  readonly differences: readonly Difference[];
  /** what a crash, a hang or an error reply said */
  readonly message: string;
}

/** How a case that failed is answered when nothing was asked before it: right, as in the run, or with other draws. */
export type AnswerAlone = 'right' | 'same' | 'other';

export interface Evidence {
  readonly backend: string;
  readonly capabilities: readonly string[];
  readonly failures: readonly Failure[];
  readonly passed: readonly TestCase[];
  /** how many passed, where `passed` holds some of them only */
  readonly passedCount?: number;
  /** why the backend was given up, if it was */
  readonly gaveUp?: string;
  /** how a failed case is answered when it is asked alone; undefined where that cannot be said */
  readonly answerAlone?: (failure: Failure) => Promise<AnswerAlone | undefined>;
}

export interface Judged {
  readonly test: TestCase;
  readonly verdict: Verdict;
  readonly reply?: RunReply;
  readonly differences: readonly Difference[];
  readonly message: string;
}

export interface Collector {
  add(judged: Judged): void;
  evidence(capabilities: readonly string[], gaveUp?: string): Evidence;
}

/** Collects the verdicts of one backend; known failures and skipped cases are no evidence. */
export function newCollector(backend: string): Collector {
  const failures: Failure[] = [];
  const passed: TestCase[] = [];
  return {
    add({ test, verdict, reply, differences, message }) {
      if (verdict === 'pass') passed.push(test);
      if (verdict !== 'fail' && verdict !== 'error') return;
      const answered = reply === undefined ? {} : { reply };
      failures.push({ test, ...answered, differences, message });
    },
    evidence: (capabilities, gaveUp) => ({
      backend,
      capabilities,
      failures,
      passed,
      ...(gaveUp === undefined ? {} : { gaveUp }),
    }),
  };
}
