#!/usr/bin/env node
/** The command `goldvec` of a clone: teaches Node to load TypeScript, then starts `cli/bin.ts`. */

import { register } from 'tsx/esm/api';

register();
await import('./cli/bin.ts');
