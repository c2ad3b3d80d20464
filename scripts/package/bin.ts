#!/usr/bin/env node
/** The command `goldvec` of the package. The version needs nothing but itself. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [, , first, ...rest] = process.argv;
if (rest.length === 0 && (first === '--version' || first === '-V')) {
  const path = fileURLToPath(new URL('../../package.json', import.meta.url));
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  process.stdout.write(`${version}\n`);
} else {
  const { commandLoaders } = await import('../cli/commands/index.ts');
  const { start } = await import('../cli/start.ts');
  await start(commandLoaders());
}
