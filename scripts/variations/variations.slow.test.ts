/** Every op under every variation, of a choice that it reads or not: as `variations.thorough.test.ts`. */

import { afterAll, expect, test } from 'vitest';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import type { TestCase } from '../../conformance/core/load.ts';
import { contractsOf } from '../../goldgen/op.ts';
import { ops } from '../../goldgen/registry.ts';
import {
  failingInC,
  failingInJs,
  forgetVariations,
  registerVariations,
  sampledCases,
} from './variations.ts';

const build = 'native:gcc-ubsan';
const variations = registerVariations();
afterAll(() => forgetVariations(variations));
const records = variations.map(({ contract }) => contract);
const cases: readonly TestCase[] = variations.flatMap(({ base, contract }) =>
  ops
    .filter((op) => contractsOf(op).includes(base))
    .flatMap((op) => sampledCases(op, contract, 40)),
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
