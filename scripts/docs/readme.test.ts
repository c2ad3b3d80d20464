/** README.md shows the report of a failure as it is printed. */

import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { main } from '../cli/main.ts';
import { root } from '../tidy/files.ts';
import { projectPages } from './pages.ts';

it('the failure in README.md is what the wrong expectation gives', async () => {
  const readme = projectPages().find(({ path }) => path === 'README.md')!;
  const shown = readme.blocks.find(({ text }) => text.startsWith('FAIL '))!.text;
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    out += String(chunk);
    return true;
  });
  const vectors = join(root, 'conformance', 'testdata', 'wrong_expectation');
  await main(['run', '--backend', 'js', '--vectors', vectors, '--quiet', '--no-diagnosis']);
  vi.restoreAllMocks();
  expect(process.exitCode).toBe(1);
  process.exitCode = 0;
  expect(out).toContain(shown);
  expect(out.trimEnd().split('\n').at(-1)).toBe('2 passed, 1 failed, 0 skipped');
});
