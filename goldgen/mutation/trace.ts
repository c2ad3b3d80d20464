/**
 * What one run of the reference touches: primitives, float operations, choices of the contract. A mutant
 * that replaces none of them cannot change the run, so it need not be tried.
 */

import type { ContractId } from '../../reference/contracts.ts';
import type { Mutant } from '../../reference/mutants/mutant.ts';
import type { Numerics } from '../../reference/numerics.ts';
import { newNumerics } from '../../reference/primitives.ts';
import { watching } from './reads.ts';

export interface Trace {
  readonly fn: ReadonlySet<string>;
  readonly f: ReadonlySet<string>;
  readonly choices: ReadonlySet<string>;
}

/**
 * A `Numerics` that notes what is read from it, and what was read so far. Only one is in use at a time: the next one forgets
 * what the one before has read.
 */
export function tracedNumerics(
  contract: ContractId,
  rngState: number,
): { readonly numerics: Numerics; readonly trace: () => Trace } {
  const plain = newNumerics(contract, { rngState });
  const choices = watching.contract(plain.contract);
  const fn = watching.fn(plain.fn);
  const f = watching.f(plain.f);
  const numerics: Numerics = {
    contract: choices.watched,
    fn: fn.watched,
    f: f.watched,
    rng: plain.rng,
    overflow: plain.overflow,
  };
  const trace = (): Trace => ({
    fn: new Set(fn.seen()),
    f: new Set(f.seen()),
    choices: new Set(choices.seen()),
  });
  return { numerics, trace };
}

const touches = (keys: ReadonlySet<string>, replaced: object | undefined): boolean =>
  replaced !== undefined && Object.keys(replaced).some((key) => keys.has(key));

/** Whether a run with this trace can come out differently under the mutant. */
export function reaches(trace: Trace, mutant: Mutant): boolean {
  return (
    touches(trace.fn, mutant.fn) ||
    touches(trace.f, mutant.f) ||
    touches(trace.choices, mutant.contract)
  );
}
