/**
 * What one run of the reference touches: primitives, float operations, choices of the contract. A mutant
 * that replaces none of them cannot change the run, so it need not be tried.
 */

import { type Contract, type ContractId, contracts } from '../../reference/contracts.ts';
import type { Mutant } from '../../reference/mutants/mutant.ts';
import type { Numerics } from '../../reference/numerics.ts';
import { newNumerics } from '../../reference/primitives.ts';

export interface Trace {
  readonly fn: ReadonlySet<string>;
  readonly f: ReadonlySet<string>;
  readonly choices: ReadonlySet<string>;
}

function recorded<T extends object>(inner: T, seen: Set<string>): T {
  return new Proxy(inner, {
    get(target, key, receiver) {
      if (typeof key === 'string') seen.add(key);
      return Reflect.get(target, key, receiver);
    },
  });
}

/** A `Numerics` that records what is read from it, and the record. */
export function tracedNumerics(
  contract: ContractId,
  rngState: number,
): { readonly numerics: Numerics; readonly trace: Trace } {
  const fn = new Set<string>();
  const f = new Set<string>();
  const choices = new Set<string>();
  const plain = newNumerics(contract, { rngState });
  const numerics: Numerics = {
    contract: recorded<Contract>(contracts[contract], choices),
    fn: recorded(plain.fn, fn),
    f: recorded(plain.f, f),
    rng: plain.rng,
    overflow: plain.overflow,
  };
  return { numerics, trace: { fn, f, choices } };
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
