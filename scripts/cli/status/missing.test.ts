/** Goal: what an op does not have yet is named. Method: the ops of the tree have everything; one that there is not has no kernel. */

import { expect, it } from 'vitest';
import { ops } from '../../../goldgen/registry.ts';
import { missingParts } from './missing.ts';

it.each(ops)('$name has all its parts', (op) => {
  expect(missingParts(op)).toEqual([]);
});

it('an op without kernels is told so', () => {
  expect(missingParts({ ...ops[0]!, name: 'not_there' })).toEqual([
    'not_there: no JavaScript kernel in conformance/backends/js/kernels/',
    'not_there: no C kernel behind conformance/c/ops/not_there.c',
  ]);
});
