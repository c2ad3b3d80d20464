/** One primitive run with other numerics than its callers. */

import type { Numerics, Primitives } from '../../numerics.ts';
import { primitives } from '../../primitives.ts';

type Call = (n: Numerics, ...rest: unknown[]) => unknown;

/** The primitive of a name, given changed numerics; what calls it is as it was. */
export function inside(
  name: keyof Primitives,
  change: (n: Numerics) => Numerics,
): Partial<Primitives> {
  return insideWhere(name, () => true, change);
}

/** The same for the calls that fit; others are given what they are given. */
export function insideWhere(
  name: keyof Primitives,
  fits: (...call: readonly unknown[]) => boolean,
  change: (n: Numerics) => Numerics,
): Partial<Primitives> {
  const inner = primitives[name] as Call;
  const outer: Call = (n, ...rest) => inner(fits(...rest) ? change(n) : n, ...rest);
  return { [name]: outer };
}

/** The name of a primitive as part of an id. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (part) => `_${part.toLowerCase()}`);
}
