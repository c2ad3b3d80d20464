/** Which choices of a contract a run reads: contracts that make these alike give the same run. */

import { type Contract, contractIds, contracts } from '../../reference/contracts.ts';

/** Choices with the values that were read. */
export type Reads = readonly (readonly [keyof Contract, unknown])[];

const names = Object.keys(contracts[contractIds[0]!]) as readonly (keyof Contract)[];

/** The state behind a watched contract. */
interface Watch {
  readonly values: Contract;
  readonly seen: Uint8Array;
}

const watchOf = Symbol('watch');

/** One getter per choice, shared by all watched contracts, so that a read stays as cheap as that of a field. */
const getters: PropertyDescriptorMap = Object.fromEntries(
  names.map((name, i) => [
    name,
    {
      enumerable: true,
      get(this: { readonly [watchOf]: Watch }) {
        const { values, seen } = this[watchOf];
        seen[i] = 1;
        return values[name];
      },
    },
  ]),
);

/** A contract with its reads noted. */
export interface WatchedContract {
  /** reads like the contract; a copy of it has read everything */
  readonly watched: Contract;
  readonly forget: () => void;
  readonly reads: () => Reads;
}

function newWatchedContract(values: Contract): WatchedContract {
  const seen = new Uint8Array(names.length);
  const watch: Watch = { values, seen };
  const watched = Object.defineProperties({}, getters) as Contract;
  Object.defineProperty(watched, watchOf, { value: watch });
  return {
    watched,
    forget: () => {
      seen.fill(0);
    },
    reads: () => names.filter((_, i) => seen[i] === 1).map((name) => [name, values[name]]),
  };
}

const watches = new WeakMap<Contract, WatchedContract>();

/** The contract, watched from now on: what was read before is forgotten. */
export function watchedContract(values: Contract): WatchedContract {
  const watch = watches.get(values) ?? newWatchedContract(values);
  watches.set(values, watch);
  watch.forget();
  return watch;
}

/** Whether the contract makes the choices that were read alike. */
export function agrees(reads: Reads, contract: Contract): boolean {
  return reads.every(([name, value]) => contract[name] === value);
}
