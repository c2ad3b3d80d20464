/** `goldvec status`: what is stale after an edit, and what mends it, in order. */

import type { Command } from 'commander';
import { print } from '../print.ts';
import { opsNamed } from '../select.ts';
import { statusItems } from '../status/checks.ts';
import { buildNow } from '../status/now.ts';

interface Options {
  readonly base?: string;
  readonly json?: true;
}

async function status(names: readonly string[], options: Options): Promise<void> {
  const items = await statusItems(buildNow(opsNamed(names), options.base));
  const open = items.filter(({ state }) => state !== 'fresh');
  if (options.json === true) print(JSON.stringify(items, null, 2));
  else {
    for (const { what, state, details, mend } of items) {
      print(`${state.padEnd(8)}  ${what}`);
      for (const detail of details) print(`            ${detail}`);
      if (state !== 'fresh') print(`          → ${mend}`);
    }
    const stale = items.filter(({ state }) => state === 'stale').length;
    print(`${stale} stale, ${open.length - stale} to check, ${items.length - open.length} fresh`);
  }
  if (open.some(({ state }) => state === 'stale')) process.exitCode = 1;
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('status')
    .description('what is stale after an edit, and the command that mends each, in order')
    .argument('[ops...]', 'build only these ops')
    .option('--base <rev>', 'revision to compare with (default: see `goldvec gate`)')
    .option('--json', 'print the list as JSON')
    .action(status);
}
