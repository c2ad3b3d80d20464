/** Goal: an engine is asked for nothing that it does not know. Method: a preload that tells what is asked, as another version. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './cli/paths.ts';

const preload = (version: string): string =>
  `data:text/javascript,${encodeURIComponent(`
import v8 from 'node:v8';
import { syncBuiltinESMExports } from 'node:module';
v8.setFlagsFromString = (flag) => console.log('asked for ' + flag);
syncBuiltinESMExports();
const versions = { ...process.versions, v8: '${version}' };
Object.defineProperty(process, 'versions', { value: versions });
`)}`;

it.each([
  ['11.3.244.8-node.38', 'asked for --interrupt-budget=600000\nasked for --no-flush-bytecode\n'],
  ['12.4.254.21-node.33', ''],
  ['13.6.233.10-node.28', ''],
])('an engine of version %s is asked: %j', (version, asked) => {
  const args = [
    '--import',
    preload(version),
    join(root, 'scripts/goldvec.mjs'),
    'list',
    'contracts',
  ];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.startsWith(asked) && stdout.includes('sym-2026-07-21')).toBe(true);
  expect(stdout.includes('asked')).toBe(asked !== '');
});
