/**
 * A mutant: one plausible mistake of a kernel, as a deviation at the `Numerics` seam.
 *
 * Mutants prove that the vectors catch what they claim to catch, and explain a failing backend: the mutant
 * that reproduces its wrong outputs names the mistake.
 */

import type { Contract, ContractId } from '../contracts.ts';
import { contracts } from '../contracts.ts';
import type { Float32Ops } from '../num/float32.ts';
import { newOverflowLog } from '../num/overflow.ts';
import type { Numerics, Primitives } from '../numerics.ts';
import { newNumerics } from '../primitives.ts';

export interface Mutant {
  /** snake_case, unique */
  readonly id: string;
  /** the clause it violates */
  readonly clause: string;
  /** one sentence: what the code does instead */
  readonly bug: string;
  /** one sentence: what to do */
  readonly fix: string;
  /** replaced primitives */
  readonly fn?: Partial<Primitives>;
  /** replaced float32 operations */
  readonly f?: Partial<Float32Ops>;
  /** replaced choices of the contract; a mutant that repeats the contract's own choice does not apply */
  readonly contract?: Partial<Contract>;
  /** what a read of the generator state gives instead */
  readonly readState?: (state: number) => number;
  /** flags that name it in cases whose notes cite another clause */
  readonly flags?: readonly string[];
  /** entries of the pitfall lists that it covers: `A-M27`, `B-16` */
  readonly pitfalls?: readonly string[];
  /** of mistakes that give the same, the one with the lowest is the plainest; 0 where it is left out */
  readonly prior?: number;
  /** proof that no operation can tell it from the clause; a case that kills it refutes the claim */
  readonly equivalent?: string;
}

/** Whether the mutant deviates from a contract at all. */
export function appliesTo(mutant: Mutant, contract: ContractId): boolean {
  if (mutant.fn !== undefined || mutant.f !== undefined || mutant.readState !== undefined) {
    return true;
  }
  const original: Contract = contracts[contract];
  const replaced: Contract = { ...original, ...mutant.contract };
  return (Object.keys(replaced) as (keyof Contract)[]).some((k) => original[k] !== replaced[k]);
}

type Tables = Pick<Numerics, 'contract' | 'fn' | 'f'>;
const tables = new WeakMap<Mutant, Map<ContractId, Tables>>();

/** The replaced tables of one mutant, built once per contract: the table of primitives is large. */
function tablesOf(contract: ContractId, mutant: Mutant): Tables {
  const byContract = tables.get(mutant) ?? new Map<ContractId, Tables>();
  const known = byContract.get(contract);
  if (known !== undefined) return known;
  const { fn = {}, f = {} } = mutant;
  const choices = { ...contracts[contract], ...mutant.contract };
  const made = newNumerics(contract, { contract: choices, fn, f });
  tables.set(mutant, byContract.set(contract, made));
  return made;
}

/** The generator as the mutants read it. */
export function generatorOf(mutants: readonly Mutant[], start: number): { state: number } {
  const reads = mutants.flatMap(({ readState }) => readState ?? []);
  if (reads.length === 0) return { state: start };
  let stored = start;
  return {
    get state() {
      return reads.reduce((state, read) => read(state), stored);
    },
    set state(value) {
      stored = value;
    },
  };
}

/** A `Numerics` under the contract with the deviations of the given mutants, the later ones winning. */
export function mutantNumerics(
  contract: ContractId,
  mutants: readonly Mutant[],
  rngState = 1,
): Numerics {
  const rng = generatorOf(mutants, rngState);
  const [first] = mutants;
  if (first !== undefined && mutants.length === 1) {
    const { contract: choices, fn, f } = tablesOf(contract, first);
    return { contract: choices, fn, f, rng, overflow: newOverflowLog() };
  }
  let choices: Contract = contracts[contract];
  let fn: Partial<Primitives> = {};
  let f: Partial<Float32Ops> = {};
  for (const mutant of mutants) {
    choices = { ...choices, ...mutant.contract };
    fn = { ...fn, ...mutant.fn };
    f = { ...f, ...mutant.f };
  }
  return { ...newNumerics(contract, { contract: choices, fn, f }), rng };
}
