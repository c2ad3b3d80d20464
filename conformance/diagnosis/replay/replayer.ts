/** Replays cases through the reference under a hypothesis; it remembers what it has replayed. */

import { heldBefore } from '../../../goldgen/kit/in_place.ts';
import { reaches, type Trace, tracedNumerics } from '../../../goldgen/mutation/trace.ts';
import type { OpCall, OpDef } from '../../../goldgen/op.ts';
import { findOp } from '../../../goldgen/registry.ts';
import { tensorToWire, wireToTensor } from '../../../goldgen/wire.ts';
import type { ContractId } from '../../../reference/contracts.ts';
import { appliesTo, type Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import { Refusal } from '../../../reference/refusal.ts';
import type { WireTensor } from '../../../schema/format/types.ts';
import type { TestCase } from '../../core/load.ts';
import type { Answer, Hypothesis, Replayer, Wired } from '../hypothesis.ts';
import { keptFor } from '../kept.ts';
import { stepMistakes } from '../mistakes/index.ts';
import { costOf } from '../sample.ts';
import { isComposite } from '../units.ts';
import { algebraChangesOf } from './algebra.ts';
import { boundedNumerics } from './bounds.ts';
import type { CallChange } from './call_operands.ts';
import { callChangesOf } from './calls.ts';
import { newCaseChanges, newOpChanges } from './changes.ts';
import { freshCall } from './fresh_call.ts';
import { type Mistake, mistakes, slipOf } from './mistakes.ts';
import { moveChangesOf } from './moves.ts';
import { valueChangesOf } from './result_values.ts';
import { type ResultChange, resultChangesOf } from './results.ts';
import { type StepChange, stepChangesOf } from './steps.ts';
import { edgeTrace } from './wiring/edges.ts';
import { type Wiring, wiringsOf } from './wiring/wirings.ts';

/** Those of the slips are added when they are tried. */
const mistakeOf = new Map<Hypothesis, Mistake>(
  mistakes.map((mistake) => [mistake.hypothesis, mistake]),
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
function traceOfCase(test: TestCase): Trace {
  const op = findOp(test.op);
  if (op === undefined) return noTrace;
  const { numerics, trace } = tracedNumerics(test.contract as ContractId, test.vector.rng);
  try {
    op.run(numerics, freshCall(test));
  } catch (error) {
    if (!(error instanceof Refusal)) return noTrace;
  }
  return trace();
}

/** What the steps of one run of the case hand on to one another, each of which may be another one. */
function wiringsOfCase(test: TestCase): ReturnType<typeof wiringsOf> {
  const op = findOp(test.op);
  if (op === undefined) return [];
  const plain = newNumerics(test.contract as ContractId, { rngState: test.vector.rng });
  const { numerics, edges } = edgeTrace(plain);
  // what is refused has run up to its guard
  run(op, numerics, freshCall(test));
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
  const handed = ({ mutant, inCaller }: Wiring['tried'][number]): Wired['tried'][number] => ({
    whole: () => known(mutant()),
    ...(inCaller === undefined ? {} : { inCaller: () => known(inCaller()) }),
  });
  return {
    of: (test) =>
      wiringsOfCase(test).map(({ probes, tried }) => ({
        probes: probes.map(handed),
        tried: tried.map(handed),
      })),
    get: (hypothesis) => byHypothesis.get(hypothesis),
  };
}

/** The steps of a case with other numbers; none where it is not defined. */
function stepsOf(op: OpDef, test: TestCase): StepChange[] {
  const fresh = () => newNumerics(test.contract as ContractId, { rngState: test.vector.rng });
  const runOn = (watched: Numerics): void => {
    run(op, watched, freshCall(test));
  };
  return [...algebraChangesOf(fresh(), runOn), ...stepChangesOf(test, fresh(), runOn)];
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

/** Operations of an evaluation of cost 1: a hundred times what the right one makes. */
const operationsPerUnit = 400_000;

function replay(
  op: OpDef,
  test: TestCase,
  mistake: Mistake | undefined,
  change: CallChange | undefined,
): Answer {
  const contract = test.contract as ContractId;
  const call = freshCall(test);
  const most = operationsPerUnit * costOf(test);
  if (mistake === undefined) {
    const n = boundedNumerics(contract, test.vector.rng, most);
    const changed = change?.apply(call);
    return changed === undefined
      ? run(op, n, call)
      : asDeclared(run(op, n, changed), call, changed);
  }
  const { mutant, freshOps } = mistake;
  const fresh = freshOps === undefined ? mutant : { ...mutant, f: freshOps() };
  return run(op, boundedNumerics(contract, test.vector.rng, most, fresh), call);
}

/** The right answer with a part of it changed. */
function replayResult(test: TestCase, right: Answer, { output, apply }: ResultChange): Answer {
  const before = heldBefore(freshCall(test), output);
  const answered = right.outputs[output];
  if (before === undefined || right.status !== 'ok' || answered === undefined) return right;
  const made = apply(wireToTensor(answered), before, test);
  if (made === undefined) return right;
  return { ...right, outputs: { ...right.outputs, [output]: tensorToWire(made) } };
}

/** A hypothesis that holds in some cases only. */
interface Narrowed {
  readonly inner: Hypothesis;
  readonly fits: (test: TestCase) => boolean;
}

interface Known {
  /** that of a whole training takes its time */
  readonly trace: () => Trace;
  readonly answers: Map<Hypothesis, Answer>;
  /** of changes that come to the same, and without any */
  readonly byKey: Map<string, Answer>;
}

/** What is known of each case, from when it is asked for. */
function newMemory(): (test: TestCase) => Known {
  return keptFor((test) => {
    let trace: Trace | undefined;
    const traced = (): Trace => {
      trace ??= traceOfCase(test);
      return trace;
    };
    return { trace: traced, answers: new Map(), byKey: new Map() };
  });
}

/** Nothing in an op of whole models: its hundreds of tensors are those of other ops, where it is made of them. */
const ofSimple =
  <T>(changesOf: (op: OpDef, ...rest: TestCase[]) => T[]) =>
  (op: OpDef, ...rest: TestCase[]): T[] =>
    isComposite(op.name) ? [] : changesOf(op, ...rest);

/** Everything that is made from ops and from cases. */
function newSources() {
  return {
    calls: newOpChanges(callChangesOf),
    moves: newOpChanges(ofSimple(moveChangesOf)),
    results: newOpChanges(ofSimple(resultChangesOf)),
    values: newCaseChanges(ofSimple(valueChangesOf)),
    steps: newCaseChanges(stepsOf),
  } as const;
}

type Sources = ReturnType<typeof newSources>;

const hypothesesOf = (changes: readonly { readonly hypothesis: Hypothesis }[]): Hypothesis[] =>
  changes.map(({ hypothesis }) => hypothesis);

/** Whether a change that is no mistake of the catalogue can be made in the case. */
function canBeMade(
  { calls, moves, results, values, steps }: Sources,
  { fn }: Trace,
  test: TestCase,
  hypothesis: Hypothesis,
): boolean {
  if (steps.get(hypothesis) !== undefined) return fn.has(hypothesis.functions[0]!);
  const value = values.get(hypothesis);
  if (value !== undefined) return findOp(test.op)?.tensors[value.output] !== undefined;
  // those that it is none of are not made for it
  const own = [calls, results, moves].find(({ get }) => get(hypothesis) !== undefined);
  return own?.has(test, hypothesis) === true;
}

/** The answers to changed calls and cases; what comes to the same is run once. */
function newAnswers(
  about: (test: TestCase) => Known,
  sources: Sources,
  mistakeFor: (hypothesis: Hypothesis) => Mistake | undefined,
) {
  const { calls, moves, results, values, steps } = sources;

  function once(test: TestCase, key: string, made: () => Answer): Answer {
    const { byKey } = about(test);
    const found = byKey.get(key) ?? made();
    byKey.set(key, found);
    return found;
  }

  const rightOf = (op: OpDef, test: TestCase): Answer =>
    once(test, '', () => replay(op, test, undefined, undefined));

  function ofStep(op: OpDef, test: TestCase, change: StepChange): Answer {
    const mutant = change.mutantOf(test);
    if (mutant === undefined) return rightOf(op, test);
    const { hypothesis } = change;
    const made = (): Answer => replay(op, test, { hypothesis, mutant }, undefined);
    const key = change.keyOf(test);
    return key === undefined ? made() : once(test, key, made);
  }

  function wrongOf(op: OpDef, test: TestCase, hypothesis: Hypothesis): Answer {
    const result = results.get(hypothesis) ?? values.get(hypothesis);
    if (result !== undefined) return replayResult(test, rightOf(op, test), result);
    const step = steps.get(hypothesis);
    if (step !== undefined) return ofStep(op, test, step);
    const change = calls.get(hypothesis) ?? moves.get(hypothesis);
    return replay(op, test, mistakeFor(hypothesis), change);
  }

  return { rightOf, wrongOf } as const;
}

/** Which known mistakes can change the answer to a case. */
function newReach(about: (test: TestCase) => Known) {
  const reachesCase = (test: TestCase, mutant: Mutant): boolean => {
    const trace = about(test).trace();
    return reaches(trace, mutant) && appliesTo(mutant, test.contract as ContractId);
  };
  const reachingMistakes = (test: TestCase): Hypothesis[] =>
    hypothesesOf(mistakes.filter(({ mutant }) => reachesCase(test, mutant)));

  function reachingSlips(test: TestCase): Hypothesis[] {
    const slips = stepMistakes()
      .filter((mutant) => reachesCase(test, mutant))
      .map(slipOf);
    for (const slip of slips) mistakeOf.set(slip.hypothesis, slip);
    return hypothesesOf(slips);
  }

  return { reachesCase, reachingMistakes, reachingSlips } as const;
}

/** A replayer over all known mistakes and every call that another may be taken for. */
export function newReplayer(): Replayer {
  const about = newMemory();
  const sources = newSources();
  const wirings = newWirings();
  const mistakeFor = (hypothesis: Hypothesis): Mistake | undefined =>
    mistakeOf.get(hypothesis) ?? wirings.get(hypothesis);
  const { rightOf, wrongOf } = newAnswers(about, sources, mistakeFor);
  const narrowed = new Map<Hypothesis, Narrowed>();

  const { reachesCase, reachingMistakes, reachingSlips } = newReach(about);

  function reachesHypothesis(test: TestCase, hypothesis: Hypothesis): boolean {
    const narrow = narrowed.get(hypothesis);
    if (narrow !== undefined) return narrow.fits(test) && reachesHypothesis(test, narrow.inner);
    const mistake = mistakeFor(hypothesis);
    if (mistake !== undefined) return reachesCase(test, mistake.mutant);
    return canBeMade(sources, about(test).trace(), test, hypothesis);
  }

  function answer(test: TestCase, hypothesis: Hypothesis): Answer {
    const op = findOp(test.op);
    if (op === undefined) return nothing;
    const narrow = narrowed.get(hypothesis);
    if (narrow?.fits(test)) return answer(test, narrow.inner);
    const { answers } = about(test);
    const found = answers.get(hypothesis);
    if (found !== undefined) return found;
    // where a narrowed one does not fit
    const made = narrow === undefined ? wrongOf(op, test, hypothesis) : rightOf(op, test);
    answers.set(hypothesis, made);
    return made;
  }

  return {
    candidates(test) {
      if (about(test).trace() === noTrace) return [];
      return [...reachingMistakes(test), ...hypothesesOf(sources.calls.of(test))];
    },
    slips: (test) => [...reachingSlips(test), ...hypothesesOf(sources.results.of(test))],
    further(test) {
      if (about(test).trace() === noTrace) return [];
      const { steps, moves, values } = sources;
      return [steps, moves, values].flatMap(({ of }) => hypothesesOf(of(test)));
    },
    wirings: (test) => wirings.of(test),
    only(inner, words, fits, rank) {
      const { id, kind, clause, fix, functions, prior = 0 } = inner;
      const bug = `${inner.bug}; ${words}`;
      const isNarrowed = true;
      const made = { id, kind, clause, bug, fix, functions, prior: prior + 1 + rank, isNarrowed };
      narrowed.set(made, { inner, fits });
      return made;
    },
    reaches: reachesHypothesis,
    functionsOf: (test) => about(test).trace().fn,
    answer,
    knownOf: (test) => about(test).answers.size,
  };
}
