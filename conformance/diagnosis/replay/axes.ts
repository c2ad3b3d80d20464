/** The ways in which the elements of a tensor are counted by the loops that go over them. */

import { countOf, type Tensor } from '../../../reference/tensor.ts';

export interface Axis {
  readonly id: string;
  readonly words: string;
  /** number of indices, and elements from one to the next; undefined where there is no such axis */
  readonly of: (
    shape: readonly number[],
  ) => { readonly count: number; readonly step: number } | undefined;
}

export const axes: readonly Axis[] = [
  {
    id: 'elements',
    words: 'the elements',
    of: (shape) => ({ count: countOf(shape), step: 1 }),
  },
  {
    id: 'row elements',
    words: 'the elements of each row',
    of: (shape) => (shape.length < 2 ? undefined : { count: shape.at(-1)!, step: 1 }),
  },
  {
    id: 'rows',
    words: 'the rows or batch items (along the first axis)',
    of: (shape) =>
      shape.length < 2 ? undefined : { count: shape[0]!, step: countOf(shape.slice(1)) },
  },
  {
    id: 'channels',
    words: 'the channels (along the second axis)',
    of: (shape) =>
      shape.length < 3 ? undefined : { count: shape[1]!, step: countOf(shape.slice(2)) },
  },
];

/** Whether each element stands by itself in memory: not packed. */
export const isPlain = ({ dtype }: Tensor): boolean =>
  dtype === 'INT32' || dtype === 'FLOAT32' || dtype === 'SYM_INT32';

/** The index on each axis of element `k`, in row order. */
export function placeOf(k: number, shape: readonly number[]): number[] {
  const at: number[] = [];
  let rest = k;
  for (let i = shape.length - 1; i >= 0; i--) {
    at[i] = rest % shape[i]!;
    rest = Math.floor(rest / shape[i]!);
  }
  return at;
}
