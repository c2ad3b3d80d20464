#!/usr/bin/env node
/** The command `goldvec` of a clone: teaches Node to load TypeScript, then starts `cli/clone.ts`. */

import { register } from 'tsx/esm/api';

register();
await import('./cli/clone.ts');
