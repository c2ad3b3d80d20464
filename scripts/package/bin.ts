#!/usr/bin/env node
/** The command `goldvec` of the package. The version needs nothing but itself, help its table. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { HelpTable } from './help.ts';

function jsonAt(place: string): unknown {
  return JSON.parse(readFileSync(fileURLToPath(new URL(place, import.meta.url)), 'utf8'));
}

/** Prints help where the line asks for that alone; whether it did. */
async function helped(words: readonly string[]): Promise<boolean> {
  if (!words.some((word) => ['help', '--help', '-h'].includes(word))) return false;
  const { commandOf, pageAsked } = await import('./help.ts');
  const table = jsonAt('./help.json') as HelpTable;
  const name = pageAsked(words, table);
  if (name !== undefined) commandOf(table[name]!).outputHelp();
  return name !== undefined;
}

const words = process.argv.slice(2);
if (words.length === 1 && ['--version', '-V'].includes(words[0]!)) {
  const { version } = jsonAt('../../package.json') as { version: string };
  process.stdout.write(`${version}\n`);
} else if (!(await helped(words))) {
  const { optimiseLater } = await import('../cli/optimise_later.ts');
  optimiseLater();
  const { commandLoaders } = await import('../cli/commands/index.ts');
  const { start } = await import('../cli/start.ts');
  await start(commandLoaders());
}
