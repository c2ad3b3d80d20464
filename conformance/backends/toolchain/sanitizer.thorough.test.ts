/**
 * The sanitizers' own runtime as the judge: builds that end at the first finding run the committed cases.
 * Cases that succeed must be free of every finding; a call may overflow before it is refused, so there only
 * memory errors and the remaining kinds of undefined behaviour count.
 */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { driveBackend } from '../../core/drive.ts';
import { loadCorpus, type TestCase } from '../../core/load.ts';
import { patchedBackend } from '../patched.ts';
import type { BuildOptions } from './build.ts';
import { buildRoot } from './build_folder.ts';
import { readyTargets } from './tools.ts';

const builds = ['native:gcc-asan', 'native:clang-asan'];
const ready = await readyTargets(builds);

const { cases } = loadCorpus(join(buildRoot, '..', 'vectors'), () => true);
const casesThatEnd = (status: string): TestCase[] => {
  return cases.filter(({ vector }) => vector.expected.status === status);
};

/** Whatever ends the program or is answered wrongly. */
async function findingsOf(id: string, build: BuildOptions, wanted: readonly TestCase[]) {
  const findings: string[] = [];
  await driveBackend(patchedBackend(id, { timeoutMs: 60_000 }, build), wanted, {
    giveUpAfter: 20,
    signal: new AbortController().signal,
    emit: (event) => {
      if (event.event !== 'case_end' || event.verdict === 'pass') return;
      if (event.verdict !== 'skip') findings.push(`${event.case}: ${event.message}`);
    },
    now: () => performance.now(),
  });
  return findings;
}

describe.each(builds)('%s', (id) => {
  const it = test.runIf(ready.has(id));

  it('finds nothing in the cases that succeed', async () => {
    const wanted = casesThatEnd('ok');
    expect(wanted.length).toBeGreaterThan(1500);
    expect(await findingsOf(id, {}, wanted)).toEqual([]);
  });

  it('finds no memory error in the cases that are refused', async () => {
    const kernelFlags = ['-fno-sanitize=signed-integer-overflow,float-cast-overflow'];
    const wanted = casesThatEnd('refused');
    expect(await findingsOf(id, { kernelFlags }, wanted)).toEqual([]);
  });
});
