/** Goal: a command that waits for what cannot come any more is an error, never a silent success. */

import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const idle = (ending: string): string => `
import { start } from '${new URL('./start.ts', import.meta.url)}';
process.argv = ['node', 'goldvec', 'idle'];
const register = (program) => program.command('idle').action(() => ${ending});
await start({ idle: async () => register });`;

it.each([
  ['new Promise(() => undefined)', 70, 'error[internal]: the command waits for nothing'],
  ['Promise.resolve()', 0, ''],
])('a command that gives %s ends with %i', (ending, code, said) => {
  const args = ['--import', 'tsx', '--input-type=module', '-e', idle(ending)];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toContain(said);
  expect(status).toBe(code);
});
