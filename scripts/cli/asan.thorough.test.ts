/**
 * Goal: no vector makes a kernel do what the sanitizers call undefined, beyond the overflows that the suite counts.
 * Method: all committed cases on the builds that end at the first finding; a case that overflows is skipped there.
 */

import { describe, expect, it } from 'vitest';
import { goldvec } from './run_command.ts';

describe.each(['native:gcc-asan', 'native:clang-asan'])('%s', (backend) => {
  it('answers every case right', async () => {
    const { out, status } = await goldvec([
      'run',
      '-b',
      backend,
      '--fail-on-skip',
      'unsupported-op',
    ]);
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^\d{5,} passed, 0 failed, \d+ skipped$/);
    expect(status).toBe(0);
  });
});
