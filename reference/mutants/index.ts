/** The mutation catalogue. */

import * as files from './files.ts';
import type { Mutant } from './mutant.ts';

export { sentinel } from './sentinel.ts';

/** The catalogue by file, which is also the path of the module that its mutants break (without `.ts`). */
export const mutantFiles: Readonly<Record<string, readonly Mutant[]>> = Object.fromEntries(
  Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)),
);

/** S-clauses come first, then L-clauses, then the rest. */
function placeOf({ clause }: Mutant): number {
  const number = Number(/^[SL](\d+)/.exec(clause)?.[1] ?? 0);
  if (clause.startsWith('S')) return number;
  return clause.startsWith('L') ? 1000 + number : 2000;
}

/** All mutants in clause order; those of one clause in the order of the files. */
export const mutants: readonly Mutant[] = Object.values(mutantFiles)
  .flat()
  .sort((a, b) => placeOf(a) - placeOf(b));
