/** Starts a command line with the commands that it has. */

import { harmlessText } from '../../conformance/core/harmless.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { CommandLoaders } from './commands/index.ts';
import { asGoldError, main } from './main.ts';

function endWith(error: unknown): void {
  const gold = asGoldError(error);
  process.stderr.write(`${harmlessText(gold.render())}\n`);
  if (gold.code === 'internal' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(gold.exitCode);
}

/** How long whatever a command has left open may keep the process, in milliseconds. */
const lingerMs = 1000;

/** Runs the command line of this process; a reader that leaves early, such as `head`, is no error. */
export async function start(commands: CommandLoaders): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    const message = `standard output cannot be written: ${error.message}`;
    endWith(new GoldError('file-unwritable', message));
  });
  // nobody can be told
  process.stderr.on('error', () => undefined);
  process.on('uncaughtException', endWith);
  // a command that waits for what cannot come any more has not done its work
  const onIdle = (): void => endWith(new Error('the command waits for nothing that is left'));
  process.once('beforeExit', onIdle);
  await main(process.argv.slice(2), commands);
  process.off('beforeExit', onIdle);
  // at once: while an environment is taken apart, a signal would end the process with a status of its own
  process.once('beforeExit', () => process.exit());
  setTimeout(() => process.exit(), lingerMs).unref();
}
