/** Every op under every variation: the JavaScript kernels, and C kernels built with the table of variations. */

import { expect, test } from 'vitest';
import { defaultBackendOptions } from '../../conformance/backends/backend.ts';
import { patchedBackend } from '../../conformance/backends/patched.ts';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { driveBackend } from '../../conformance/core/drive.ts';
import type { TestCase } from '../../conformance/core/load.ts';
import { contractsOf } from '../../goldgen/op.ts';
import { ops } from '../../goldgen/registry.ts';
import { failingInJs, overlayOf, registerVariations, sampledCases } from './variations.ts';

const build = 'native:gcc-ubsan';
const variations = registerVariations();
const cases: readonly TestCase[] = variations.flatMap(({ base, contract }) =>
  ops
    .filter((op) => contractsOf(op).includes(base))
    .flatMap((op) => sampledCases(op, contract, 40)),
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
