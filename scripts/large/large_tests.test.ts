/** Goal: however many large cases a run has, it holds one. Method: what is held is given again, what is not is drawn anew. */

import { expect, test } from 'vitest';
import { vectorsDir } from '../cli/paths.ts';
import { largeTests } from './large_tests.ts';

const ops = ['pack_bits', 'unpack_bits'];
const [first, second] = largeTests(vectorsDir, ({ op }) => ops.includes(op));

test('a large case is held until another one is looked at', () => {
  const { inputs, expected } = first!.vector;
  expect(first!.vector.inputs).toBe(inputs);
  expect(first!.vector.expected).toBe(expected);
  expect(second!.vector.inputs).not.toEqual(inputs);
  expect(first!.vector.inputs).not.toBe(inputs);
  expect(first!.vector.inputs).toEqual(inputs);
});
