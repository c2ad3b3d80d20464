/** Goal: a function call chooses cases as the command line does. */

import { expect, it } from 'vitest';
import { runBackend } from './run_backend.ts';

it.each([
  [{ ops: ['ruond'] }, 'op-unknown', 'did you mean round?'],
  [{ contracts: ['sym-1999'] }, 'contract-unknown', /sym-2026/],
  [{ ops: ['round'], flags: ['no_such_flag'] }, 'usage-bad-value', expect.anything()],
  [{ ops: ['round'], filter: ['ruond/**'] }, 'selection-empty', 'did you mean round?'],
])('%j is an error of its own', async (options, code, hint) => {
  const isText = typeof hint === 'string' || hint instanceof RegExp;
  await expect(runBackend({ backend: 'js', ...options })).rejects.toMatchObject({
    code,
    hint: isText ? expect.stringMatching(hint) : hint,
  });
});

it('takes the large cases too', async () => {
  const id = 'sym-2026-07-21/relu_forward/large/0';
  const { totals, exitCode } = await runBackend({ backend: 'js', filter: [id] });
  expect([totals.pass, exitCode]).toEqual([1, 0]);
});
