/** Mistakes that the diagnosis knows beside the mutation catalogue, by family. */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { codeMistakes } from './codes.ts';
import { layerMistakes } from './layers.ts';
import { optimizerMistakes } from './optimizers.ts';
import { poolMistakes } from './pools.ts';
import { productMistakes } from './products.ts';

export const familyMistakes: readonly Mutant[] = [
  ...codeMistakes,
  ...productMistakes,
  ...poolMistakes,
  ...layerMistakes,
  ...optimizerMistakes,
];
