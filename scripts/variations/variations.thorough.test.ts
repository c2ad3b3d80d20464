/**
 * Every op under every variation of a choice that it reads: the JavaScript kernels, and C kernels built with the table of
 * variations.
 */

import { afterAll, expect, test } from 'vitest';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import type { TestCase } from '../../conformance/core/load.ts';
import { vectorsDir } from '../cli/paths.ts';
import {
  failingInC,
  failingInJs,
  forgetVariations,
  readersOf,
  registerVariations,
  sampledCases,
} from './variations.ts';

const build = 'native:gcc-ubsan';
const readersIn = readersOf(vectorsDir);
const variations = registerVariations();
afterAll(() => forgetVariations(variations));
const records = variations.map(({ contract }) => contract);
const cases: readonly TestCase[] = variations.flatMap(({ base, choice, contract }) =>
  readersIn(base, choice).flatMap((op) => sampledCases(op, contract, op.isModel === true ? 3 : 40)),
);

test('the JavaScript kernels follow every variation', () => {
  expect(failingInJs(cases)).toEqual([]);
});

test.runIf((await readyTargets([build])).size > 0)('the C kernels do', async () => {
  const { failing, end } = await failingInC(build, records, cases);
  expect(end.message).toBeUndefined();
  expect(failing).toEqual([]);
  expect(end.totals.pass).toBe(cases.length);
});
