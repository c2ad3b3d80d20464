/** The template of a port, unchanged, on an emulated board whose UART is connected to this process. */

import { afterEach, expect, test } from 'vitest';
import { type Backend, defaultBackendOptions } from '../backend.ts';
import { processBackend } from '../process.ts';
import { buildTarget } from './build.ts';
import { dotCall, shuffleCall } from './calls.ts';
import { readyTargets } from './tools.ts';

const started: Backend[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((backend) => backend.stop()));
});

const ready = await readyTargets(['template']);

test.runIf(ready.has('template'))('answers over its UART', async () => {
  const { path, target } = await buildTarget('template');
  const args = ['-M', target.machine!, '-display', 'none', '-monitor', 'none'];
  const command = { file: 'qemu-system-arm', args: [...args, '-serial', 'stdio', '-kernel', path] };
  const backend = processBackend('template', command, defaultBackendOptions);
  started.push(backend);
  const hello = await backend.start();
  expect(hello.capabilities).toEqual(['canary', 'poison', 'overflow']);
  const shuffled = await backend.run(shuffleCall([0, 1, 2, 3, 4, 5, 6, 7]));
  expect(shuffled.rng).toBe(4285686168);
  const { observed } = await backend.run(dotCall([2147483647, 1], [1, 1]));
  expect(observed!.accumulate).toBe(1);
});
