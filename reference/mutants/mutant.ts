/**
 * A mutant: one plausible mistake of a kernel, as a deviation at the `Numerics` seam.
 *
 * Mutants prove that the vectors catch what they claim to catch, and explain a failing backend: the mutant
 * that reproduces its wrong outputs names the mistake.
 */

import type { Contract, ContractId } from '../contracts.ts';
import { contracts } from '../contracts.ts';
import type { Float32Ops } from '../num/float32.ts';
import { type Numerics, newNumerics } from '../numerics.ts';
import type { Primitives } from '../primitives.ts';

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
}

/** Whether the mutant deviates from a contract at all. */
export function appliesTo(mutant: Mutant, contract: ContractId): boolean {
  if (mutant.fn !== undefined || mutant.f !== undefined) return true;
  const original: Contract = contracts[contract];
  const replaced: Contract = { ...original, ...mutant.contract };
  return (Object.keys(replaced) as (keyof Contract)[]).some((k) => original[k] !== replaced[k]);
}

/** A `Numerics` under the contract with the deviations of the given mutants, the later ones winning. */
export function mutantNumerics(
  contract: ContractId,
  mutants: readonly Mutant[],
  rngState?: number,
): Numerics {
  let choices: Contract = contracts[contract];
  let fn: Partial<Primitives> = {};
  let f: Partial<Float32Ops> = {};
  for (const mutant of mutants) {
    choices = { ...choices, ...mutant.contract };
    fn = { ...fn, ...mutant.fn };
    f = { ...f, ...mutant.f };
  }
  const options = { contract: choices, fn, f };
  return newNumerics(contract, rngState === undefined ? options : { ...options, rngState });
}
