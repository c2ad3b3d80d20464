/**
 * Replays cases through the mutation catalogue and the other contracts. With `variants.ts` the only module of
 * `conformance/` that may know the reference: it says what a wrong answer means, never what a right one is.
 */

import { poisons } from '../../goldgen/case.ts';
import { traceOf } from '../../goldgen/mutation/kill.ts';
import { reaches, type Trace } from '../../goldgen/mutation/trace.ts';
import type { OpDef } from '../../goldgen/op.ts';
import { ops } from '../../goldgen/registry.ts';
import { doubleOps, doubleSum, lanes, summingOps } from '../../goldgen/sensitivity/chains.ts';
import { fusingOps } from '../../goldgen/sensitivity/contraction.ts';
import { tensorToWire, wireToCall } from '../../goldgen/wire.ts';
import { type ContractId, contractIds, contracts } from '../../reference/contracts.ts';
import { mutants } from '../../reference/mutants/index.ts';
import { appliesTo, type Mutant, mutantNumerics } from '../../reference/mutants/mutant.ts';
import type { Numerics } from '../../reference/numerics.ts';
import { Refusal } from '../../reference/refusal.ts';
import type { WireTensor } from '../../schema/format/types.ts';
import type { TestCase } from '../core/load.ts';
import type { Answer, Hypothesis, Replayer } from './answer.ts';
import { newVariantReplayer } from './variants.ts';

interface Deviation {
  readonly hypothesis: Hypothesis;
  readonly mutant: Mutant;
  /** float operations that keep a state, made anew for every replay */
  readonly freshOps?: () => NonNullable<Mutant['f']>;
}

function replacedBy(mutant: Mutant): string[] {
  return [
    ...Object.keys(mutant.fn ?? {}),
    ...Object.keys(mutant.f ?? {}).map((key) => `f.${key}`),
    ...Object.keys(mutant.contract ?? {}).map((key) => `contract.${key}`),
  ];
}

function ofMutant(mutant: Mutant): Deviation {
  const { id, clause, bug, fix } = mutant;
  const hypothesis: Hypothesis = {
    id,
    kind: 'mutant',
    clause,
    bug,
    fix,
    replaces: replacedBy(mutant),
    farFetched: 0,
  };
  return { hypothesis, mutant };
}

function ofContract(id: ContractId): Deviation {
  const mutant: Mutant = {
    id,
    clause: 'H6',
    bug: `the backend implements ${id}`,
    fix: `implement the contract of the vectors, or run with --contract ${id}`,
    contract: contracts[id],
  };
  return { hypothesis: { ...ofMutant(mutant).hypothesis, kind: 'contract' }, mutant };
}

const contractionWords = {
  clause: 'contraction',
  bug: 'the compiler fuses products into sums, of inlined functions too (FMA contraction)',
  fix: 'compile with -ffp-contract=off',
};
const laneWords = {
  clause: 'S0',
  bug: 'float sums are vectorized: terms are added in interleaved parts (-ffast-math)',
  fix: 'sum one term after the other; compile without -ffast-math and -fassociative-math',
};
const doubleWords = {
  clause: 'S0',
  bug: 'float sums are accumulated in double precision',
  fix: 'round every sum to float32',
};

const allDoubleWords = {
  clause: 'S0',
  bug: 'float expressions are computed in double precision and rounded where they are stored',
  fix: 'round every operation to float32: float variables, FLT_EVAL_METHOD 0',
};

type Words = typeof laneWords;

/** Deviations of the float arithmetic that find their places by themselves, at every sum or product. */
const stateful: readonly (readonly [string, Words, () => NonNullable<Mutant['f']>])[] = [
  ['fma_contraction_inlined_first', contractionWords, () => fusingOps('first')],
  ['fma_contraction_inlined_second', contractionWords, () => fusingOps('second')],
  ['sums_in_two_lanes', laneWords, () => summingOps(lanes(2))],
  ['sums_in_four_lanes', laneWords, () => summingOps(lanes(4))],
  ['sums_in_eight_lanes', laneWords, () => summingOps(lanes(8))],
  ['sums_in_double', doubleWords, () => summingOps(doubleSum)],
  ['all_in_double', allDoubleWords, () => doubleOps],
  ['sums_of_products_in_double', doubleWords, () => summingOps(doubleSum, (a, b) => a * b)],
];

function ofStateful([id, words, freshOps]: (typeof stateful)[number]): Deviation {
  return { ...ofMutant({ id, ...words, f: freshOps() }), freshOps };
}

const deviations: readonly Deviation[] = [
  ...mutants.map(ofMutant),
  ...stateful.map(ofStateful),
  ...contractIds.map(ofContract),
];

const deviationOf = new Map(deviations.map((deviation) => [deviation.hypothesis.id, deviation]));

function freshMutant(id: string): Mutant {
  const { mutant, freshOps } = deviationOf.get(id)!;
  return freshOps === undefined ? mutant : { ...mutant, f: freshOps() };
}

const opOf: ReadonlyMap<string, OpDef> = new Map(ops.map((op) => [op.name, op]));

const nothing: Answer = {
  status: 'failed',
  outputs: {},
  rng: 0,
  counts: { accumulate: 0, multiply: 0, cast: 0 },
};

/** Unlike a gold vector, a wrong answer may break the invariants of the format. */
function answerWith(test: TestCase, n: Numerics): Answer {
  const op = opOf.get(test.op);
  if (op === undefined) return nothing;
  const outputs: Record<string, WireTensor> = {};
  let status: Answer['status'] = 'ok';
  try {
    const call = wireToCall(op, test.vector, poisons.first);
    op.run(n, call);
    for (const [name, tensor] of Object.entries(call.tensors)) {
      if (op.tensors[name]?.role !== 'in') outputs[name] = tensorToWire(tensor);
    }
  } catch (error) {
    // anything but a refusal: the deviation leads into undefined behaviour
    if (!(error instanceof Refusal)) return nothing;
    status = 'refused';
  }
  const { accumulate, multiply, cast } = n.overflow;
  const counts = { accumulate: accumulate.count, multiply: multiply.count, cast: cast.count };
  return { status, outputs, rng: n.rng.state, counts };
}

/** A replayer over the whole catalogue; it remembers what it has already replayed. */
export function newReplayer(): Replayer {
  const variants = newVariantReplayer(answerWith);
  const traces = new WeakMap<TestCase, Trace | 'none'>();
  const answers = new WeakMap<TestCase, Map<string, Answer>>();

  function trace(test: TestCase): Trace | 'none' {
    let found = traces.get(test);
    if (found !== undefined) return found;
    const op = opOf.get(test.op);
    try {
      found = op === undefined ? 'none' : traceOf(op, test.contract as ContractId, test.vector);
    } catch {
      // a case that is not of this corpus
      found = 'none';
    }
    traces.set(test, found);
    return found;
  }

  function canReach(test: TestCase, hypothesis: Hypothesis): boolean {
    return hypothesis.kind === 'variant'
      ? variants.reaches(test, hypothesis)
      : candidates(test).includes(hypothesis);
  }

  function candidates(test: TestCase): readonly Hypothesis[] {
    const touched = trace(test);
    if (touched === 'none') return [];
    const contract = test.contract as ContractId;
    return deviations
      .filter(({ mutant }) => appliesTo(mutant, contract) && reaches(touched, mutant))
      .map(({ hypothesis }) => hypothesis);
  }

  function answer(test: TestCase, hypotheses: readonly Hypothesis[]): Answer {
    const [first] = hypotheses;
    if (first?.kind === 'variant') return variants.answer(test, first);
    const known = answers.get(test) ?? new Map<string, Answer>();
    answers.set(test, known);
    const key = hypotheses.map(({ id }) => id).join(' ');
    const found = known.get(key);
    if (found !== undefined) return found;
    const deviating = hypotheses.map(({ id }) => freshMutant(id));
    const n = mutantNumerics(test.contract as ContractId, deviating, test.vector.rng);
    const made = answerWith(test, n);
    known.set(key, made);
    return made;
  }

  return {
    candidates,
    prepareVariants: variants.prepare,
    variants: variants.of,
    reaches: canReach,
    answer,
  };
}
