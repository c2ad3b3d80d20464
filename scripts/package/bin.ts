#!/usr/bin/env node
/** The command `goldvec` of the package. */

import { commandLoaders } from '../cli/commands/index.ts';
import { start } from '../cli/start.ts';

await start(commandLoaders());
