/** FLOAT32 kernels of pools that lack a guard (L18–L23). */

import type { Primitives } from '../../numerics.ts';
import type { Mutant } from '../mutant.ts';
import { without } from './guards.ts';

/** Flags of the cases in which these guards fire. */
export const poolGuardFlags = [
  'refused_length',
  'refused_kernel',
  'refused_outputs',
  'argmax_length',
];

/** The FLOAT32 kernel without the guard. */
export function floatPoolWithout(
  guard: keyof Primitives,
  kernel: keyof Primitives,
  clause: string,
  what: string,
): Mutant {
  return without(guard, kernel, clause, `the FLOAT32 ${what}`, poolGuardFlags);
}
