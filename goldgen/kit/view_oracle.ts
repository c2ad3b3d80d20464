/** What the oracles of kernels over views share. */

import { positions } from '../../reference/independent/kernels.ts';
import { int32 } from '../../reference/independent/primitives.ts';
import type { Tensor } from '../../reference/tensor.ts';
import type { OpCall } from '../op.ts';
import { numbersOf } from './oracle.ts';

export type Fn = (a: number, b: number) => number;

/** S75, S82 */
export const integerFns: Readonly<Record<string, Fn>> = {
  add: (a, b) => int32(BigInt(a) + BigInt(b)),
  sub: (a, b) => int32(BigInt(a) - BigInt(b)),
  mul: (a, b) => int32(BigInt(a) * BigInt(b)),
  div: (a, b) => int32(BigInt(a) / BigInt(b)),
};

export function pairOf(call: OpCall): { a: Tensor; b: Tensor } {
  return { a: call.tensor('a'), b: call.tensor('b') };
}

/** Values at the storage position of each logical index. */
export function scatteredBack(t: Tensor, values: readonly number[]): number[] {
  const result = numbersOf(t);
  positions(t).forEach((at, i) => {
    result[at] = values[i]!;
  });
  return result;
}
