#!/usr/bin/env node
/** The command `goldvec`, once TypeScript can be loaded or is compiled. */

import { main } from './main.ts';

// a reader that leaves early, such as `head`, is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
await main(process.argv.slice(2));
