/** Guards that one arm of a kernel lacks. */

import type { Primitives } from '../../numerics.ts';
import type { Mutant } from '../mutant.ts';
import { inside, snakeCase } from './inside.ts';

/** One primitive that runs without a guard; its callers keep theirs. */
export function without(
  guard: keyof Primitives,
  name: keyof Primitives,
  clause: string,
  what: string,
  flags: readonly string[],
): Mutant {
  return {
    id: `${snakeCase(name)}_without_${snakeCase(guard)}`,
    clause,
    bug: what,
    fix: 'guard both arms',
    flags,
    fn: inside(name, (n) => ({ ...n, fn: { ...n.fn, [guard]: () => {} } })),
  };
}
