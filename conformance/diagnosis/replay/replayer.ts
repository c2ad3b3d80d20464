/** Replays cases through the reference under a hypothesis; it remembers what it has replayed. */

import { poisons } from '../../../goldgen/case.ts';
import { reaches, type Trace, tracedNumerics } from '../../../goldgen/mutation/trace.ts';
import type { OpCall, OpDef } from '../../../goldgen/op.ts';
import { findOp } from '../../../goldgen/registry.ts';
import { tensorToWire, wireToCall } from '../../../goldgen/wire.ts';
import type { ContractId } from '../../../reference/contracts.ts';
import { appliesTo, type Mutant, mutantNumerics } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import { Refusal } from '../../../reference/refusal.ts';
import type { WireTensor } from '../../../schema/format/types.ts';
import type { TestCase } from '../../core/load.ts';
import type { Answer, Hypothesis, Replayer, Wired } from '../hypothesis.ts';
import { type CallChange, callChangesOf } from './calls.ts';
import { type Mistake, mistakes, slipMistakes, slipOf } from './mistakes.ts';
import { type ResultChange, resultChangesOf } from './results.ts';
import { edgeTrace } from './wiring/edges.ts';
import { wiringsOf } from './wiring/wirings.ts';

const mistakeOf: ReadonlyMap<Hypothesis, Mistake> = new Map(
  [...mistakes, ...slipMistakes].map((mistake) => [mistake.hypothesis, mistake]),
);

const nothing: Answer = {
  status: 'failed',
  outputs: {},
  rng: 0,
  counts: { accumulate: 0, multiply: 0, cast: 0 },
};

/** Unlike a gold vector, a wrong answer may break the invariants of the format. */
function run(op: OpDef, n: Numerics, call: OpCall): Answer {
  const outputs: Record<string, WireTensor> = {};
  let status: Answer['status'] = 'ok';
  try {
    op.run(n, call);
    for (const [name, tensor] of Object.entries(call.tensors)) {
      if (op.tensors[name]?.role !== 'in') outputs[name] = tensorToWire(tensor);
    }
  } catch (error) {
    // anything but a refusal: the mistake leads into undefined behaviour
    if (!(error instanceof Refusal)) return nothing;
    status = 'refused';
  }
  const { accumulate, multiply, cast } = n.overflow;
  const counts = { accumulate: accumulate.count, multiply: multiply.count, cast: cast.count };
  return { status, outputs, rng: n.rng.state, counts };
}

const noTrace: Trace = { fn: new Set(), f: new Set(), choices: new Set() };

/** What one run of the case reads of the arithmetic; a case that is not of this corpus reaches nothing. */
function traceOfCase({ op: name, contract, vector }: TestCase): Trace {
  const op = findOp(name);
  if (op === undefined) return noTrace;
  const { numerics, trace } = tracedNumerics(contract as ContractId, vector.rng);
  try {
    op.run(numerics, wireToCall(op, vector, poisons.first));
  } catch (error) {
    if (!(error instanceof Refusal)) return noTrace;
  }
  return trace;
}

/** What the steps of one run of the case hand on to one another, each of which may be another one. */
function wiringsOfCase({ op: name, contract, vector }: TestCase): ReturnType<typeof wiringsOf> {
  const op = findOp(name);
  if (op === undefined) return [];
  const plain = newNumerics(contract as ContractId, { rngState: vector.rng });
  const { numerics, edges } = edgeTrace(plain);
  // what is refused has run up to its guard
  run(op, numerics, wireToCall(op, vector, poisons.first));
  return wiringsOf(edges.values());
}

/** The same mistake in two cases is one hypothesis. */
function newWirings(): {
  of(test: TestCase): readonly Wired[];
  get(h: Hypothesis): Mistake | undefined;
} {
  const byId = new Map<string, Mistake>();
  const byHypothesis = new Map<Hypothesis, Mistake>();
  const known = (mutant: Mutant): Hypothesis => {
    const found = byId.get(mutant.id) ?? slipOf(mutant);
    byId.set(mutant.id, found);
    byHypothesis.set(found.hypothesis, found);
    return found.hypothesis;
  };
  return {
    of: (test) =>
      wiringsOfCase(test).map(({ probe, mutants }) => ({
        probe: known(probe),
        hypotheses: mutants.map(known),
      })),
    get: (hypothesis) => byHypothesis.get(hypothesis),
  };
}

interface Changes<T> {
  of(op: string): readonly T[];
  get(hypothesis: Hypothesis): T | undefined;
}

/** What is changed in calls of an op, or in its answers; the same change of two ops is one hypothesis. */
function newChanges<T extends { readonly hypothesis: Hypothesis }>(
  changesOf: (op: OpDef) => readonly T[],
): Changes<T> {
  const byId = new Map<string, T>();
  const byOp = new Map<string, readonly T[]>();
  return {
    get: (hypothesis) => {
      const found = byId.get(hypothesis.id);
      return found?.hypothesis === hypothesis ? found : undefined;
    },
    of(name) {
      const known = byOp.get(name);
      if (known !== undefined) return known;
      const op = findOp(name);
      const made = (op === undefined ? [] : changesOf(op)).map((change) => {
        const shared = byId.get(change.hypothesis.id) ?? change;
        byId.set(change.hypothesis.id, shared);
        return shared;
      });
      byOp.set(name, made);
      return made;
    },
  };
}

/** What a target declares by its record is the caller's, also where the backend took it for something else. */
function asDeclared(answer: Answer, call: OpCall, changed: OpCall): Answer {
  const outputs = Object.entries(answer.outputs).map(([name, made]): [string, WireTensor] => {
    const [own, other] = [call.tensors[name], changed.tensors[name]];
    if (own === undefined || other === undefined) return [name, made];
    const { rounding, bits } = tensorToWire(own);
    const isKept = made.rounding === other.rounding && made.bits === other.bits;
    if (!isKept || rounding === undefined || bits === undefined) return [name, made];
    return [name, { ...made, rounding, bits }];
  });
  return { ...answer, outputs: Object.fromEntries(outputs) };
}

function replay(
  op: OpDef,
  test: TestCase,
  mistake: Mistake | undefined,
  change: CallChange | undefined,
): Answer {
  const contract = test.contract as ContractId;
  const call = wireToCall(op, test.vector, poisons.first);
  if (mistake === undefined) {
    const n = newNumerics(contract, { rngState: test.vector.rng });
    const changed = change?.apply(call);
    return changed === undefined
      ? run(op, n, call)
      : asDeclared(run(op, n, changed), call, changed);
  }
  const { mutant, freshOps } = mistake;
  const fresh = freshOps === undefined ? mutant : { ...mutant, f: freshOps() };
  return run(op, mutantNumerics(contract, [fresh], test.vector.rng), call);
}

/** The right answer with a part of it changed. */
function replayResult(op: OpDef, test: TestCase, { output, apply }: ResultChange): Answer {
  const call = wireToCall(op, test.vector, poisons.first);
  const before = call.tensors[output];
  if (before === undefined) return nothing;
  const kept = { ...before, data: before.data.slice() } as typeof before;
  const right = run(
    op,
    newNumerics(test.contract as ContractId, { rngState: test.vector.rng }),
    call,
  );
  const made = right.status === 'ok' ? apply(call.tensors[output]!, kept) : undefined;
  if (made === undefined) return right;
  return { ...right, outputs: { ...right.outputs, [output]: tensorToWire(made) } };
}

/** A hypothesis that holds in some cases only. */
interface Narrowed {
  readonly inner: Hypothesis;
  readonly fits: (test: TestCase) => boolean;
}

interface Known {
  readonly trace: Trace;
  readonly answers: Map<Hypothesis, Answer>;
}

/** What is known of each case, from when it is asked for. */
function newMemory(): (test: TestCase) => Known {
  const known = new WeakMap<TestCase, Known>();
  return (test) => {
    const found = known.get(test);
    if (found !== undefined) return found;
    const made = { trace: traceOfCase(test), answers: new Map() };
    known.set(test, made);
    return made;
  };
}

/** A replayer over all known mistakes and every call that another may be taken for. */
export function newReplayer(): Replayer {
  const about = newMemory();
  const changes = newChanges(callChangesOf);
  const results = newChanges(resultChangesOf);
  const wirings = newWirings();
  const narrowed = new Map<Hypothesis, Narrowed>();
  const mistakeFor = (hypothesis: Hypothesis): Mistake | undefined =>
    mistakeOf.get(hypothesis) ?? wirings.get(hypothesis);

  const reachesCase = (test: TestCase, { mutant }: Mistake): boolean => {
    const { trace } = about(test);
    return reaches(trace, mutant) && appliesTo(mutant, test.contract as ContractId);
  };
  const reaching = (test: TestCase, of: readonly Mistake[]): Hypothesis[] =>
    of.filter((mistake) => reachesCase(test, mistake)).map(({ hypothesis }) => hypothesis);

  function reachesHypothesis(test: TestCase, hypothesis: Hypothesis): boolean {
    const narrow = narrowed.get(hypothesis);
    if (narrow !== undefined) return narrow.fits(test) && reachesHypothesis(test, narrow.inner);
    const mistake = mistakeFor(hypothesis);
    if (mistake !== undefined) return reachesCase(test, mistake);
    return [changes, results].some(({ of }) =>
      of(test.op).some((change) => change.hypothesis === hypothesis),
    );
  }

  function fresh(op: OpDef, test: TestCase, hypothesis: Hypothesis, isRight: boolean): Answer {
    if (isRight) return replay(op, test, undefined, undefined);
    const result = results.get(hypothesis);
    if (result !== undefined) return replayResult(op, test, result);
    return replay(op, test, mistakeFor(hypothesis), changes.get(hypothesis));
  }

  function answer(test: TestCase, hypothesis: Hypothesis): Answer {
    const op = findOp(test.op);
    if (op === undefined) return nothing;
    const narrow = narrowed.get(hypothesis);
    if (narrow?.fits(test)) return answer(test, narrow.inner);
    const { answers } = about(test);
    const found = answers.get(hypothesis);
    if (found !== undefined) return found;
    const made = fresh(op, test, hypothesis, narrow !== undefined);
    answers.set(hypothesis, made);
    return made;
  }

  return {
    candidates(test) {
      if (about(test).trace === noTrace) return [];
      const calls = changes.of(test.op).map(({ hypothesis }) => hypothesis);
      return [...reaching(test, mistakes), ...calls];
    },
    slips: (test) => [
      ...reaching(test, slipMistakes),
      ...results.of(test.op).map(({ hypothesis }) => hypothesis),
    ],
    wirings: (test) => wirings.of(test),
    only(inner, words, fits, rank) {
      const { id, kind, clause, fix, functions, prior = 0 } = inner;
      const bug = `${inner.bug}; ${words}`;
      const made = { id, kind, clause, bug, fix, functions, prior: prior + 1 + rank };
      narrowed.set(made, { inner, fits });
      return made;
    },
    reaches: reachesHypothesis,
    functionsOf: (test) => about(test).trace.fn,
    answer,
  };
}
