/** Starts a command line with the commands that it has. */

import type { CommandLoaders } from './commands/index.ts';
import { main } from './main.ts';

/** Runs the command line of this process; a reader that leaves early, such as `head`, is no error. */
export async function start(commands: CommandLoaders): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  await main(process.argv.slice(2), commands);
}
