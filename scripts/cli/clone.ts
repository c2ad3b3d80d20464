/** The command `goldvec` of a clone, once TypeScript can be loaded. */

import { cloneCommands } from './commands/of_sources.ts';
import { start } from './start.ts';

void start(cloneCommands);
