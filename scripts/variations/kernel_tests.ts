/** The tests that JavaScript and C kernels follow variations, for the files that choose the cases. */

import { afterAll, expect, test } from 'vitest';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import type { TestCase } from '../../conformance/core/load.ts';
import {
  failingInC,
  failingInJs,
  forgetVariations,
  registerVariations,
  type Variation,
} from './variations.ts';

const build = 'native:gcc-ubsan';

/** Registers all variations for the length of a test file, and tests the kernels on the cases of each. */
export async function testKernels(casesOf: (variation: Variation) => TestCase[]): Promise<void> {
  const variations = registerVariations();
  afterAll(() => forgetVariations(variations));
  const records = variations.map(({ contract }) => contract);
  const cases = variations.flatMap(casesOf);

  test('the JavaScript kernels follow every variation', () => {
    expect(failingInJs(cases)).toEqual([]);
  });

  test.runIf((await readyTargets([build])).size > 0)('the C kernels do', async () => {
    const { failing, end } = await failingInC(build, records, cases);
    expect(end.message).toBeUndefined();
    expect(failing).toEqual([]);
    expect(end.totals.pass).toBe(cases.length);
  });
}
