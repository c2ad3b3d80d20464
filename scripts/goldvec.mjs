#!/usr/bin/env node
/** The command `goldvec`: teaches Node to load TypeScript, then starts `cli/main.ts`. */

import { register } from 'tsx/esm/api';

register();
const { main } = await import('./cli/main.ts');
await main(process.argv.slice(2));
