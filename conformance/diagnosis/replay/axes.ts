/** The ways in which the elements of a tensor are counted by the loops that go over them. */

import { countOf } from '../../../reference/tensor.ts';

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
