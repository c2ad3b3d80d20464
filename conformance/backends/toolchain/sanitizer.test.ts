/**
 * The sanitizers' own runtime as the judge: builds that end at the first finding of the address or the
 * undefined-behaviour sanitizer run every committed case that must not overflow.
 */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { driveBackend } from '../../core/drive.ts';
import { loadCorpus } from '../../core/load.ts';
import { patchedBackend } from '../patched.ts';
import { buildRoot } from './build.ts';
import { readyTargets } from './tools.ts';

const builds = ['native:gcc-asan', 'native:clang-asan'];
const ready = await readyTargets(builds);

describe.each(builds)('%s', (id) => {
  test.runIf(ready.has(id))('finds nothing', async () => {
    const { cases } = loadCorpus(join(buildRoot, '..', 'vectors'), () => true);
    const clean = cases.filter(({ vector }) => vector.expected.status !== 'overflow');
    const findings: string[] = [];
    const end = await driveBackend(patchedBackend(id, { timeoutMs: 60_000 }, {}), clean, {
      known: new Set(),
      giveUpAfter: 20,
      signal: new AbortController().signal,
      emit: (event) => {
        if (event.event !== 'case_end' || event.verdict === 'pass') return;
        if (event.verdict !== 'skip') findings.push(`${event.case}: ${event.message}`);
      },
      now: () => performance.now(),
    });
    expect(findings).toEqual([]);
    expect(end).toMatchObject({ state: 'done', restarts: 0, totals: { fail: 0, error: 0 } });
    expect(end.totals.pass).toBeGreaterThan(1500);
  });
});
