/**
 * Which cases kill which mutants: every committed case is answered by the reference under each mutant that
 * can reach it, and compared as the runner compares a backend that cannot observe overflow.
 */

import type { ContractId } from '../../reference/contracts.ts';
import { appliesTo, type Mutant, mutantNumerics } from '../../reference/mutants/mutant.ts';
import { encode } from '../../schema/format/codec.ts';
import {
  overflowKinds,
  type VectorFile,
  type WireCase,
  type WireTensor,
} from '../../schema/format/types.ts';
import { type Observation, observe, poisons } from '../case.ts';
import type { OpDef } from '../op.ts';
import { reaches, type Trace, tracedNumerics } from './trace.ts';

/** Numbers of the cases that kill a mutant, by mutant; only mutants that some case reaches. */
export type KillMatrix = ReadonlyMap<string, readonly number[]>;

function sameTensors(
  expected: Readonly<Record<string, WireTensor>>,
  got: Readonly<Record<string, WireTensor>>,
): boolean {
  return Object.entries(expected).every(([name, tensor]) => {
    const other = got[name];
    return other !== undefined && Buffer.compare(encode(tensor), encode(other)) === 0;
  });
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
  return trace;
}

/** Whether the mutant's answer to the case differs; a mutant that fails outright is killed too. */
export function kills(
  op: OpDef,
  contract: ContractId,
  c: WireCase,
  mutants: readonly Mutant[],
): boolean {
  try {
    const n = mutantNumerics(contract, mutants, c.rng);
    return deviates(c, observe(op, n, c, c.id, poisons.first, false));
  } catch {
    // the mutant ran into undefined behaviour or broke an invariant: it was noticed
    return true;
  }
}

/** All kills of an op's cases under a contract: for every mutant that some case reaches, the numbers of its killers. */
export function killMatrix(op: OpDef, file: VectorFile, mutants: readonly Mutant[]): KillMatrix {
  const contract = file.contract as ContractId;
  const traces = file.cases.map((c) => traceOf(op, contract, c));
  const matrix = new Map<string, readonly number[]>();
  for (const mutant of mutants.filter((m) => appliesTo(m, contract))) {
    const reached = traces.flatMap((trace, i) => (reaches(trace, mutant) ? [i] : []));
    if (reached.length === 0) continue;
    const killers = reached.filter((i) => kills(op, contract, file.cases[i]!, [mutant]));
    matrix.set(mutant.id, killers);
  }
  return matrix;
}

/** Numbers of the `ok` cases that a mutant which must die on all of them survives. */
export function escapes(op: OpDef, file: VectorFile, mutant: Mutant): string[] {
  const contract = file.contract as ContractId;
  return file.cases
    .filter((c) => c.expected.status === 'ok' && !kills(op, contract, c, [mutant]))
    .map((c) => c.id);
}
