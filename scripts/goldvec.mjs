#!/usr/bin/env node
/** The command `goldvec`: teaches Node to load TypeScript, then starts `cli/main.ts`. */

import { register } from 'tsx/esm/api';

// a reader that leaves early, such as `head`, is no error
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});
register();
const { main } = await import('./cli/main.ts');
await main(process.argv.slice(2));
