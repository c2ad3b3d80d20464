/** Which choices of a contract a run reads: contracts that make these alike give the same run. */

import { type Contract, contractIds, contracts } from '../../reference/contracts.ts';
import { type Float32Ops, strictFloat32 } from '../../reference/num/float32.ts';
import type { Primitives } from '../../reference/numerics.ts';
import { primitives } from '../../reference/primitives.ts';

/** Choices with the values that were read. */
export type Reads = readonly (readonly [keyof Contract, unknown])[];

/** The state behind a watched object. */
interface Watch<T> {
  readonly values: T;
  readonly seen: Uint8Array;
}

const watchOf = Symbol('watch');

/** An object with its reads noted. */
interface Watched<T> {
  /** reads like the object; a copy of it has read everything */
  readonly watched: T;
  readonly forget: () => void;
  readonly seen: () => (keyof T & string)[];
}

/** Watches objects of one kind, which have the names of a sample. */
function newWatcher<T extends object>(sample: T): (values: T) => Watched<T> {
  const names = Object.keys(sample) as (keyof T & string)[];
  // one getter per name, shared by all watched objects, so that a read stays as cheap as that of a field
  const getters: PropertyDescriptorMap = Object.fromEntries(
    names.map((name, i) => [
      name,
      {
        enumerable: true,
        get(this: { readonly [watchOf]: Watch<T> }) {
          const { values, seen } = this[watchOf];
          seen[i] = 1;
          return values[name];
        },
      },
    ]),
  );
  const known = new WeakMap<T, Watched<T>>();
  function newWatched(values: T): Watched<T> {
    const seen = new Uint8Array(names.length);
    const watched = Object.defineProperties({}, getters) as T;
    Object.defineProperty(watched, watchOf, { value: { values, seen } });
    return {
      watched,
      forget: () => {
        seen.fill(0);
      },
      seen: () => names.filter((_, i) => seen[i] === 1),
    };
  }
  return (values) => {
    const watch = known.get(values) ?? newWatched(values);
    known.set(values, watch);
    watch.forget();
    return watch;
  };
}

/** The object, watched from now on: what was read before is forgotten. */
export const watching = {
  contract: newWatcher<Contract>(contracts[contractIds[0]!]),
  fn: newWatcher<Primitives>(primitives),
  f: newWatcher<Float32Ops>(strictFloat32),
};

/** A contract with its reads noted. */
export interface WatchedContract {
  /** reads like the contract; a copy of it has read everything */
  readonly watched: Contract;
  readonly forget: () => void;
  readonly reads: () => Reads;
}

/** The contract, watched from now on: what was read before is forgotten. */
export function watchedContract(values: Contract): WatchedContract {
  const { watched, forget, seen } = watching.contract(values);
  return { watched, forget, reads: () => seen().map((name) => [name, values[name]]) };
}

/** Whether the contract makes the choices that were read alike. */
export function agrees(reads: Reads, contract: Contract): boolean {
  return reads.every(([name, value]) => contract[name] === value);
}
