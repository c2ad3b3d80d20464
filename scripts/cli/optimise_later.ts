/** When the engine optimises. */

import { setFlagsFromString } from 'node:v8';

/**
 * For commands most of whose functions are called a few thousand times at most: an engine that begins to optimise them after
 * its usual budget, in bytes of code that were run, is busier with that than with the work. It changes no result, and
 * holds for threads that begin after it.
 */
export function optimiseLater(): void {
  setFlagsFromString('--interrupt-budget=600000');
}
