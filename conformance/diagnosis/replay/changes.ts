/** Changes of calls, steps and answers under one identity each, however many ops or cases they are made for. */

import type { OpDef } from '../../../goldgen/op.ts';
import { findOp } from '../../../goldgen/registry.ts';
import type { TestCase } from '../../core/load.ts';
import type { Hypothesis } from '../hypothesis.ts';

interface Change {
  readonly hypothesis: Hypothesis;
}

export interface Changes<T> {
  of(test: TestCase): readonly T[];
  /** whether it is one of those of the case */
  has(test: TestCase, hypothesis: Hypothesis): boolean;
  get(hypothesis: Hypothesis): T | undefined;
}

interface Made<T> {
  readonly list: readonly T[];
  readonly hypotheses: ReadonlySet<Hypothesis>;
}

/** Changes by what they are made for; the same change of two of these is one hypothesis. */
function newChanges<T extends Change, Key>(
  keyOf: (test: TestCase) => Key,
  known: { get(key: Key): Made<T> | undefined; set(key: Key, made: Made<T>): unknown },
  changesOf: (op: OpDef, test: TestCase) => readonly T[],
): Changes<T> {
  const byId = new Map<string, T>();
  function madeFor(test: TestCase): Made<T> {
    const key = keyOf(test);
    const found = known.get(key);
    if (found !== undefined) return found;
    const op = findOp(test.op);
    const list = (op === undefined ? [] : changesOf(op, test)).map((change) => {
      const shared = byId.get(change.hypothesis.id) ?? change;
      byId.set(change.hypothesis.id, shared);
      return shared;
    });
    const made = { list, hypotheses: new Set(list.map(({ hypothesis }) => hypothesis)) };
    known.set(key, made);
    return made;
  }
  return {
    get: (hypothesis) => {
      const found = byId.get(hypothesis.id);
      return found?.hypothesis === hypothesis ? found : undefined;
    },
    of: (test) => madeFor(test).list,
    has: (test, hypothesis) => madeFor(test).hypotheses.has(hypothesis),
  };
}

/** What is changed in calls of an op, or in its answers. */
export const newOpChanges = <T extends Change>(
  changesOf: (op: OpDef) => readonly T[],
): Changes<T> => newChanges(({ op }) => op, new Map(), changesOf);

/** What is changed in single cases, by what their calls hold. */
export const newCaseChanges = <T extends Change>(
  changesOf: (op: OpDef, test: TestCase) => readonly T[],
): Changes<T> => newChanges((test) => test, new WeakMap<TestCase, Made<T>>(), changesOf);
