/** A condition under which a call is refused, and how its case is told from others of the same code. */

import type { RefusalCode } from '../../reference/refusal.ts';
import type { WireCase, WireTarget } from '../../schema/format/types.ts';

export type Holds = (c: WireCase) => boolean;

export function tensor(c: WireCase, name: string): WireTarget | undefined {
  return c.inputs[name] ?? c.targets[name];
}

export const wider =
  (name: string, bits = 12): Holds =>
  (c) =>
    (tensor(c, name)?.bits ?? 0) > bits;

export const is =
  (name: string, dtype: string): Holds =>
  (c) =>
    tensor(c, name)?.dtype === dtype;

export const other =
  (name: string, dtype: string): Holds =>
  (c) =>
    tensor(c, name) !== undefined && tensor(c, name)?.dtype !== dtype;

export const rank =
  (name: string, test: (rank: number) => boolean): Holds =>
  (c) =>
    test(tensor(c, name)?.shape.length ?? -1);

export const has =
  (name: string, ...values: readonly (string | number)[]): Holds =>
  (c) =>
    values.some((value) => c.params[name] === value);

export const both =
  (...tests: readonly Holds[]): Holds =>
  (c) =>
    tests.every((test) => test(c));

export const extent = (c: WireCase, name: string, axis: number): number =>
  tensor(c, name)?.shape[axis] ?? -1;

export const number = (c: WireCase, name: string): number => Number(c.params[name]);

export const any: Holds = () => true;
export const sym = 'ARITH_SYM_INT32';
export const float = 'ARITH_FLOAT32';
export const write = 'OUT_WRITE';
export const fixed = 'OUT_ACC_FIXED_SCALE';

/** condition, code, ops, what its case looks like */
export type Row = readonly [string, RefusalCode, readonly string[], Holds?];
