/**
 * Every choice can be made on its own: a contract that differs from another one in one choice has cases, the
 * independent versions agree with the reference on them (else no case is built), and the JavaScript kernels
 * pass them. The thorough test takes all ops that read a choice, and the C kernels, the slow one every op.
 */

import { afterAll, expect, test } from 'vitest';
import { choiceNames, choices } from '../../reference/choices.ts';
import { vectorsDir } from '../cli/paths.ts';
import {
  failingInJs,
  forgetVariations,
  readersOf,
  registerVariations,
  sampledCases,
} from './variations.ts';

const readersIn = readersOf(vectorsDir);
const variations = registerVariations();
afterAll(() => forgetVariations(variations));
const rows = variations.map((variation) => {
  const { base, choice, contract } = variation;
  return { id: contract.id, choice, contract, ops: readersIn(base, choice) };
});
const tested = rows.filter(({ ops }) => ops.length > 0);

test.each(tested)('$id', ({ contract, ops }) => {
  // a whole training takes a hundred times as long, and reads its choices through the ops that it is made of
  const single = ops.filter(({ isModel }) => isModel !== true);
  const readers = single.length > 0 ? single : ops;
  const cases = [readers[0]!, readers.at(-1)!].flatMap((op) => sampledCases(op, contract, 6));
  expect(cases.length).toBeGreaterThan(0);
  expect(failingInJs(cases)).toEqual([]);
});

test('every choice is among them that ops read and that has another value', () => {
  const missing = choiceNames.filter((name) => !tested.some(({ choice }) => choice === name));
  expect(missing).toEqual(['gradientBitsMax']);
  expect(choices.gradientBitsMax.values).toHaveLength(1);
});
