/** Guards that one arm of a kernel lacks. */

import type { Numerics, Primitives } from '../../numerics.ts';
import type { Mutant } from '../mutant.ts';
import { inside, insideWhere, snakeCase } from './inside.ts';

const lacking = (n: Numerics, guard: keyof Primitives): Numerics => ({
  ...n,
  fn: { ...n.fn, [guard]: () => {} },
});

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
    fn: inside(name, (n) => lacking(n, guard)),
  };
}

/** What tells the arms of a primitive apart, and what is said of the one that lacks its guard. */
export interface Arm extends Pick<Mutant, 'clause' | 'bug' | 'fix' | 'flags' | 'equivalent'> {
  readonly name: 'float' | 'sym';
  /** whether a call, without its numerics, is of this arm */
  readonly isCalled: (...call: readonly unknown[]) => boolean;
}

/** One arm of a primitive without a guard; the other arm keeps it. */
export function armWithout(
  guard: keyof Primitives,
  primitive: keyof Primitives,
  { name, isCalled, ...rest }: Arm,
): Mutant {
  return {
    id: `${snakeCase(primitive)}_${name}_without_${snakeCase(guard)}`,
    ...rest,
    fn: insideWhere(primitive, isCalled, (n) => lacking(n, guard)),
  };
}
