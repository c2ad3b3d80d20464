/** Shorthands of the case generators. */

import type { CaseGen, CaseInput, CaseTensors, Params } from '../op.ts';
import type { Random } from './random.ts';

export type CaseSet = CaseInput['set'];

export interface CaseRest {
  readonly params?: Params;
  /** generator state before the call; default 1 */
  readonly rng?: number | undefined;
}

/** A case: set, flags separated by blanks, tensors, and where needed parameters and generator state. */
export function newCase(
  set: CaseSet,
  flags: string,
  tensors: CaseTensors,
  { params = {}, rng = 1 }: CaseRest = {},
): CaseInput {
  return { set, flags: flags.split(' '), params, tensors, rng };
}

/** A maker of cases: set and flags, then what the call is made from. */
export function casesOf<Args extends unknown[]>(
  call: (...args: Args) => CaseRest & { readonly tensors: CaseTensors },
): (set: CaseSet, flags: string, ...args: Args) => CaseInput {
  return (set, flags, ...args) => {
    const { tensors, ...rest } = call(...args);
    return newCase(set, flags, tensors, rest);
  };
}

/** Consecutive pieces of at most `size` items. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let i = 0; i < items.length; i += size) pieces.push(items.slice(i, i + size));
  return pieces;
}

/** `0 … count − 1` as labels of seeded cases. */
export function labels(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}/${i}`);
}

/** The randomness of `count` cases, one label each. */
export function* seeded(g: CaseGen, prefix: string, count: number): Iterable<Random> {
  for (const label of labels(prefix, count)) yield g.random(label);
}
