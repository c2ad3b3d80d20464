/**
 * The table of all primitives: every function of the modules that `table.ts` lists, under its own name.
 * Each takes `n: Numerics` first and calls the others through `n.fn`.
 */

import { type ContractId, contracts } from './contracts.ts';
import { strictFloat32 } from './num/float32.ts';
import { newOverflowLog } from './num/overflow.ts';
import type { Numerics, NumericsOptions, Primitives } from './numerics.ts';
import * as table from './table.ts';

type FunctionsOf<Module> = {
  readonly [K in keyof Module as Module[K] extends (...args: never[]) => unknown
    ? K
    : never]: Module[K];
};

declare module './numerics.ts' {
  interface Primitives extends FunctionsOf<typeof table> {}
}

type Primitive = (n: Numerics, ...rest: never[]) => unknown;

/** The constants of the modules stay beside the functions that use them, and out of the table. */
export const primitives: Primitives = Object.fromEntries(
  Object.entries(table).filter(([, entry]) => typeof entry === 'function'),
) as Primitives satisfies Readonly<Record<string, Primitive>>;

/** Tables by what they replace: they are large, and asked for once per run. */
const tables = new WeakMap<Partial<Primitives>, Primitives>();

/**
 * The table with some entries replaced. It is a copy that is written over, so that the engine gives all tables the same
 * hidden class, and copies it as a whole: with one class per mutant every call through a table would be looked up anew,
 * and a table that is put together entry by entry takes longer than most runs with it.
 */
function tableWith(replaced: Partial<Primitives>): Primitives {
  const known = tables.get(replaced);
  if (known !== undefined) return known;
  const made = { ...primitives, ...replaced };
  tables.set(replaced, made);
  return made;
}

/** A fresh `Numerics` for one operation under the given contract. */
export function newNumerics(contract: ContractId, options: NumericsOptions = {}): Numerics {
  return {
    contract: options.contract ?? contracts[contract],
    fn: options.fn === undefined ? primitives : tableWith(options.fn),
    f: options.f === undefined ? strictFloat32 : { ...strictFloat32, ...options.f },
    rng: { state: options.rngState ?? 1 },
    overflow: newOverflowLog(),
  };
}
