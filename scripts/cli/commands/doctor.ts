/** `goldvec doctor`: which backends can run here, with which tools, and what to install for the others. */

import type { Command } from 'commander';
import { allBackends } from '../backends.ts';
import { columns, print } from '../print.ts';

async function doctor(options: { readonly json?: true }): Promise<void> {
  const found = await Promise.all(
    allBackends.map(async (factory) => {
      const { ok, version = '', hint = '' } = await factory.available();
      const { id, summary, isDefault } = factory;
      return { id, ok, isDefault, version, hint, summary };
    }),
  );
  if (options.json === true) {
    print(JSON.stringify(found));
    return;
  }
  const rows = found.map(({ id, ok, version, hint, summary }) => [
    ok ? '✓' : '✗',
    id,
    ok ? version : hint,
    summary,
  ]);
  for (const line of columns(rows)) print(line);
  const usable = found.filter(({ ok }) => ok).length;
  print(`${usable} of ${found.length} backends can run here`);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('doctor')
    .description('which backends can run here, and what to install for the others')
    .option('--json', 'print the list as JSON')
    .action(doctor);
}
