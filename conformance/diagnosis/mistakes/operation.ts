/** A float operation that is another one than it must be. */

import type { Float32Ops } from '../../../reference/num/float32.ts';
import type { Numerics } from '../../../reference/numerics.ts';

/** Its id, what the step does instead, and the operations that do it. */
export type Operation = readonly [string, string, (n: Numerics) => Partial<Float32Ops>];

/** What is said of `a + (b − 1)` in place of `a · b`. */
export const shiftWords =
  'adds what it should multiply by: a factor becomes a constant shift by what it differs from 1';
