/**
 * Which cases kill which mutants: every committed case is answered by the reference under each mutant that
 * can reach it, and compared as the runner compares a backend that cannot observe overflow.
 */

import type { Contract, ContractId } from '../../reference/contracts.ts';
import { appliesTo, type Mutant, mutantNumerics } from '../../reference/mutants/mutant.ts';
import type { Numerics } from '../../reference/numerics.ts';
import { newNumerics } from '../../reference/primitives.ts';
import type { Tensor } from '../../reference/tensor.ts';
import { isSameValue } from '../../schema/format/same_value.ts';
import {
  overflowKinds,
  type VectorFile,
  type WireCall,
  type WireCase,
  type WireExpected,
  type WireTensor,
} from '../../schema/format/types.ts';
import { type Observation, observe, poisons } from '../case.ts';
import type { OpCall, OpDef } from '../op.ts';
import { sameTensor, wireToCall, wireToTensor } from '../wire.ts';
import { agrees, type Reads, type WatchedContract, watchedContract } from './reads.ts';
import { isScreened, screened } from './screen.ts';
import { reaches, type Trace, tracedNumerics } from './trace.ts';

/** Numbers of the cases that kill a mutant, by mutant; only mutants that some case reaches. */
export type KillMatrix = ReadonlyMap<string, readonly number[]>;

function sameTensors(
  expected: Readonly<Record<string, WireTensor>>,
  got: Readonly<Record<string, WireTensor>>,
): boolean {
  return Object.entries(expected).every(([name, tensor]) => isSameValue(tensor, got[name]));
}

/** Whether an observation differs from the expected answer in something that is compared. */
export function deviates(c: WireCase, got: Observation): boolean {
  const { expected } = c;
  if (expected.status === 'refused') return got.refusal === undefined;
  if (got.refusal !== undefined) return true;
  if (expected.status === 'overflow') {
    return overflowKinds.some((kind) => {
      const { when } = expected.overflow[kind];
      return when === 'always' ? got.overflow[kind].count === 0 : false;
    });
  }
  return expected.rng !== got.rng || !sameTensors(expected.outputs ?? {}, got.outputs);
}

/** The trace of the unchanged reference on a case. */
export function traceOf(op: OpDef, contract: ContractId, c: WireCase): Trace {
  const { numerics, trace } = tracedNumerics(contract, c.rng);
  observe(op, numerics, c, c.id, poisons.first);
  return trace();
}

/** A case made ready to be answered many times. */
interface Prepared {
  readonly c: WireCase;
  readonly call: OpCall;
  /** the expected outputs in memory, where the case is `ok` */
  readonly outputs: readonly (readonly [string, Tensor])[];
}

function prepared(op: OpDef, c: WireCase): Prepared {
  const outputs = Object.entries(c.expected.outputs ?? {});
  return {
    c,
    call: wireToCall(op, c, poisons.first),
    outputs: outputs.map(([name, tensor]) => [name, wireToTensor(tensor)]),
  };
}

/** Ends a run that has written an element of an output for good, and another one than was expected. */
class Deviation extends Error {
  override readonly name = 'Deviation';
}

/**
 * `deviates` of an `ok` case, without a detour through bytes: whatever an observation would refuse to write down (a
 * payload of another size, bits beyond the last element) differs from what is expected as well.
 */
function deviatesInMemory(op: OpDef, n: Numerics, { c, call, outputs }: Prepared): boolean {
  const mine = call.copy();
  const expected = new Map(outputs);
  mine.onFinal = (name, i) => {
    if (!Object.is(mine.tensor(name).data[i], expected.get(name)?.data[i])) throw new Deviation();
  };
  op.run(n, mine);
  if (n.rng.state !== c.expected.rng) return true;
  const hasMoved = Object.entries(mine.tensors).some(([name, t]) => {
    const before = call.tensors[name]!;
    return t.dtype !== before.dtype || `${t.shape}` !== `${before.shape}`;
  });
  return hasMoved || outputs.some(([name, tensor]) => !sameTensor(mine.tensors[name]!, tensor));
}

function killsPrepared(op: OpDef, n: Numerics, p: Prepared): boolean {
  try {
    if (p.c.expected.status === 'ok') return deviatesInMemory(op, n, p);
    return deviates(p.c, observe(op, n, p.c, p.c.id, poisons.first, false));
  } catch {
    // the mutant refused, ran into undefined behaviour or broke an invariant: it was noticed
    return true;
  }
}

/** Whether the mutant's answer to the case differs; a mutant that fails outright is killed too. */
export function kills(
  op: OpDef,
  contract: ContractId,
  c: WireCase,
  mutants: readonly Mutant[],
): boolean {
  return killsPrepared(op, mutantNumerics(contract, mutants, c.rng), prepared(op, c));
}

/** What became of a mutant on a call, and of which choices that depends. */
interface Fate {
  readonly expected: WireExpected;
  readonly reads: Reads;
  readonly isKilled: boolean;
}

/**
 * What is known of the calls that contracts share. A run is decided by the call, the replaced functions and the choices
 * that it reads: under a contract that makes these choices alike, and expects the same, it need not be repeated.
 */
export type KillMemory = Map<WireCall['inputs'], Map<string, Fate[]>>;

function recalled(
  memory: KillMemory,
  contract: Contract,
  { inputs, expected }: WireCase,
  mutant: Mutant,
): boolean | undefined {
  const known = memory.get(inputs)?.get(mutant.id);
  return known?.find((fate) => fate.expected === expected && agrees(fate.reads, contract))
    ?.isKilled;
}

function remember(memory: KillMemory, { inputs }: WireCase, { id }: Mutant, fate: Fate): void {
  const ofCall = memory.get(inputs) ?? new Map<string, Fate[]>();
  memory.set(inputs, ofCall.set(id, [...(ofCall.get(id) ?? []), fate]));
}

/** A mutant before its run on a case. */
interface Due {
  readonly mutant: Mutant;
  readonly n: Numerics;
  readonly watch: WatchedContract;
}

/**
 * The fates of mutants on a case of a sequence of steps, as far as one run of the reference tells them: none of these
 * mutants changes anything.
 */
function screenedFates(
  op: OpDef,
  contract: ContractId,
  ready: Prepared,
  due: readonly Due[],
): ReadonlyMap<string, Fate> {
  const { expected, rng } = ready.c;
  if (op.isModel !== true || expected.status !== 'ok') return new Map();
  const mine = due.filter(({ mutant }) => isScreened(mutant));
  const n = newNumerics(contract, { rngState: rng });
  const { watched, reads } = watchedContract(n.contract);
  let deviates = false;
  const candidates = mine.map(({ mutant, n: { fn }, watch }) => {
    return { mutant, fn, contract: watch.watched };
  });
  const alike = screened(candidates, { ...n, contract: watched }, (m) => {
    deviates = killsPrepared(op, m, ready);
  });
  // vectors that are not those of the reference
  if (deviates) return new Map();
  const all = reads();
  const fates = mine
    .filter(({ mutant }) => alike.has(mutant.id))
    .map(({ mutant, watch }): [string, Fate] => {
      return [mutant.id, { expected, reads: [...all, ...watch.reads()], isKilled: false }];
    });
  return new Map(fates);
}

/** Which of the mutants that a case reaches it kills. */
function killersOf(
  op: OpDef,
  contract: ContractId,
  c: WireCase,
  reached: readonly Mutant[],
  memory: KillMemory,
): Mutant[] {
  const killers: Mutant[] = [];
  const due: Due[] = [];
  for (const mutant of reached) {
    const n = mutantNumerics(contract, [mutant], c.rng);
    const isKilled = recalled(memory, n.contract, c, mutant);
    if (isKilled === undefined) due.push({ mutant, n, watch: watchedContract(n.contract) });
    else if (isKilled) killers.push(mutant);
  }
  if (due.length === 0) return killers;
  const ready = prepared(op, c);
  const known = screenedFates(op, contract, ready, due);
  for (const { mutant, n, watch } of due) {
    let fate = known.get(mutant.id);
    if (fate === undefined) {
      watch.forget();
      const isKilled = killsPrepared(op, { ...n, contract: watch.watched }, ready);
      fate = { expected: c.expected, reads: watch.reads(), isKilled };
    }
    remember(memory, c, mutant, fate);
    if (fate.isKilled) killers.push(mutant);
  }
  return killers;
}

/**
 * All kills of an op's cases under a contract: for every mutant that some case reaches, the numbers of its killers. The
 * memory is of the files that were read from the same stored file, where a call that contracts share is one object.
 */
export function killMatrix(
  op: OpDef,
  file: VectorFile,
  mutants: readonly Mutant[],
  memory: KillMemory = new Map(),
): KillMatrix {
  const contract = file.contract as ContractId;
  const mine = mutants.filter((m) => appliesTo(m, contract));
  const matrix = new Map<string, number[]>();
  for (const [i, c] of file.cases.entries()) {
    const trace = traceOf(op, contract, c);
    const reached = mine.filter((mutant) => reaches(trace, mutant));
    for (const { id } of reached) if (!matrix.has(id)) matrix.set(id, []);
    for (const { id } of killersOf(op, contract, c, reached, memory)) matrix.get(id)!.push(i);
  }
  // in the order of the catalogue
  return new Map(mine.flatMap(({ id }) => (matrix.has(id) ? [[id, matrix.get(id)!]] : [])));
}

/** Numbers of the `ok` cases that a mutant which must die on all of them survives. */
export function escapes(op: OpDef, file: VectorFile, mutant: Mutant): string[] {
  const contract = file.contract as ContractId;
  return file.cases
    .filter((c) => c.expected.status === 'ok' && !kills(op, contract, c, [mutant]))
    .map((c) => c.id);
}
