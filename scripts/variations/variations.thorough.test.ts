/**
 * Every op under every variation of a choice that it reads: the JavaScript kernels, and C kernels built with the table of
 * variations.
 */

import { afterAll, expect, test } from 'vitest';
import { defaultBackendOptions } from '../../conformance/backends/backend.ts';
import { patchedBackend } from '../../conformance/backends/patched.ts';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { driveBackend } from '../../conformance/core/drive.ts';
import type { TestCase } from '../../conformance/core/load.ts';
import { vectorsDir } from '../cli/paths.ts';
import {
  failingInJs,
  forgetVariations,
  overlayOf,
  readersOf,
  registerVariations,
  sampledCases,
} from './variations.ts';

const build = 'native:gcc-ubsan';
const readersIn = readersOf(vectorsDir);
const variations = registerVariations();
afterAll(() => forgetVariations(variations));
const cases: readonly TestCase[] = variations.flatMap(({ base, choice, contract }) =>
  readersIn(base, choice).flatMap((op) => sampledCases(op, contract, op.isModel === true ? 3 : 40)),
);

test('the JavaScript kernels follow every variation', () => {
  expect(failingInJs(cases)).toEqual([]);
});

test.runIf((await readyTargets([build])).size > 0)('the C kernels do', async () => {
  const overlay = overlayOf(variations.map(({ contract }) => contract));
  const backend = patchedBackend(build, defaultBackendOptions, { overlay });
  const failing: string[] = [];
  const end = await driveBackend(backend, cases, {
    giveUpAfter: Number.POSITIVE_INFINITY,
    signal: new AbortController().signal,
    emit: (event) => {
      if (event.event !== 'case_end' || event.verdict === 'pass') return;
      failing.push(`${event.case}: ${event.verdict}`);
    },
    now: () => performance.now(),
  });
  expect(end.message).toBeUndefined();
  expect(failing).toEqual([]);
  expect(end.totals.pass).toBe(cases.length);
});
