/** README.md shows the report of a failure as it is printed, and stays short. */

import { expect, it, vi } from 'vitest';
import { cloneCommands } from '../cli/commands/of_sources.ts';
import { main } from '../cli/main.ts';
import { projectPages } from './pages.ts';

const readme = projectPages().find(({ path }) => path === 'README.md')!;

it('README.md has at most 250 lines besides its table of ops', () => {
  const lines = readme.prose.filter((line) => !line.startsWith('| `')).length;
  expect(lines).toBeLessThanOrEqual(250);
});

it('the failure in README.md is what the wrong expectation gives', async () => {
  const shown = readme.blocks.find(({ text }) => text.startsWith('FAIL '))!.text;
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    out += String(chunk);
    return true;
  });
  // as the page says it: tests run in the root of the clone
  const vectors = 'conformance/testdata/wrong_expectation';
  await main(
    ['run', '--backend', 'js', '--vectors', vectors, '--quiet', '--no-diagnosis'],
    cloneCommands,
  );
  vi.restoreAllMocks();
  expect(process.exitCode).toBe(1);
  process.exitCode = 0;
  expect(out).toContain(shown);
  expect(out.trimEnd().split('\n').at(-1)).toBe('2 passed, 1 failed, 0 skipped');
});
