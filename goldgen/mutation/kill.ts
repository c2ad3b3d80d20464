/**
 * Which cases kill which mutants: every committed case is answered by the reference under each mutant that
 * can reach it, and compared as the runner compares a backend that cannot observe overflow.
 */

import type { ContractId } from '../../reference/contracts.ts';
import { appliesTo, type Mutant, mutantNumerics } from '../../reference/mutants/mutant.ts';
import { overflowKinds } from '../../reference/num/overflow.ts';
import { encode } from '../../schema/format/codec.ts';
import type { VectorFile, WireCase, WireTensor } from '../../schema/format/types.ts';
import { type Observation, observe, poisons } from '../case.ts';
import type { OpDef } from '../op.ts';
import { reaches, type Trace, tracedNumerics } from './trace.ts';

/** Killing cases of one mutant in one file, in file order. */
export interface Kills {
  readonly mutant: string;
  readonly cases: readonly string[];
}

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
    return deviates(c, observe(op, n, c, c.id, poisons.first));
  } catch {
    // the mutant ran into undefined behaviour or broke an invariant: it was noticed
    return true;
  }
}

/** All kills of one vector file, one entry per mutant that applies to its contract and is reached. */
export function killsOfFile(op: OpDef, file: VectorFile, mutants: readonly Mutant[]): Kills[] {
  const contract = file.contract as ContractId;
  const found = new Map<string, string[]>();
  const candidates = mutants.filter((m) => appliesTo(m, contract));
  for (const c of file.cases) {
    const trace = traceOf(op, contract, c);
    for (const mutant of candidates) {
      if (!reaches(trace, mutant)) continue;
      const cases = found.get(mutant.id) ?? [];
      found.set(mutant.id, cases);
      if (kills(op, contract, c, [mutant])) cases.push(c.id);
    }
  }
  return mutants
    .filter((m) => found.has(m.id))
    .map((m) => ({ mutant: m.id, cases: found.get(m.id)! }));
}
