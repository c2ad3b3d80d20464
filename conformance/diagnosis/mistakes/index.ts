/** Mistakes that diagnosis knows beside the mutation catalogue, by family. */

import type { Mutant } from '../../../reference/mutants/mutant.ts';

export const familyMistakes: readonly Mutant[] = [];
