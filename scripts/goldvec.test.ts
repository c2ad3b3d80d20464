/** The command as a process of its own. */

import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { root } from './cli/paths.ts';

it('ends quietly when its reader leaves early', () => {
  const line = `set -o pipefail; '${process.execPath}' scripts/goldvec.mjs list flags | head -n 1`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    cwd: root,
    encoding: 'utf8',
  });
  expect({ status, stderr, lines: stdout.trimEnd().split('\n').length }).toEqual({
    status: 0,
    stderr: '',
    lines: 1,
  });
});
