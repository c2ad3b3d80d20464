/** Goal: answers of which a part is another one are the right ones with that part changed, and nothing else. */

import { describe, expect, it } from 'vitest';
import { findOp } from '../../../goldgen/registry.ts';
import { newTensor, type Tensor } from '../../../reference/tensor.ts';
import { testCase } from '../fixtures.ts';
import { resultChangesOf } from './results.ts';

const y = (shape: readonly number[], data: readonly number[]): Tensor => ({
  ...newTensor('INT32', shape),
  data: Int32Array.from(data),
});

const changes = resultChangesOf(findOp('max_pool1d_forward')!);
const before = (right: Tensor): Tensor => ({ ...right, data: right.data.slice().fill(-9) });

function changed(id: string, right: Tensor): number[] | undefined {
  const change = changes.find(({ hypothesis }) => hypothesis.id === `y ${id}`);
  if (change === undefined) throw new Error(`no ${id}`);
  const made = change.apply(right, before(right), testCase('c/op/random/0', []));
  return made === undefined ? undefined : [...made.data];
}

describe('an output', () => {
  const right = y([1, 2, 3], [1, 2, 3, 4, 5, 6]);

  it.each([
    ['axes laid out as 0 2 1', [1, 4, 2, 5, 3, 6]],
    ['axes laid out as 2 0 1', [1, 4, 2, 5, 3, 6]],
    ['not cleared', [-8, -7, -6, -5, -4, -3]],
    ['row elements without_last before', [1, 2, -9, 4, 5, -9]],
    ['row elements without_last zero', [1, 2, 0, 4, 5, 0]],
  ])('%s', (id, want) => {
    expect(changed(id, right)).toEqual(want);
    expect([...right.data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('of which only as many bytes are written as it has elements is a quarter new', () => {
    const long = y([1, 1, 8], [1, 2, 3, 4, 5, 6, 7, 8]);
    expect(changed('bytes for elements', long)).toEqual([1, 2, -9, -9, -9, -9, -9, -9]);
  });

  it('of other axes is as it is', () => {
    expect(changed('axes laid out as 0 2 1', y([6], [1, 2, 3, 4, 5, 6]))).toBeUndefined();
  });
});
