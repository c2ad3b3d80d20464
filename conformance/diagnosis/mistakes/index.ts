/** Mistakes that the diagnosis knows beside the mutation catalogue, by family. */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { affineMistakes } from './affine.ts';
import { codeMistakes } from './codes.ts';
import { layerMistakes } from './layers.ts';
import { lossMistakes } from './losses.ts';
import { momentMistakes } from './moments.ts';
import { normMistakes } from './norms.ts';
import { operandMistakes } from './operands.ts';
import { optimizerMistakes } from './optimizers.ts';
import { poolMistakes } from './pools.ts';
import { productMistakes } from './products.ts';
import { windowMistakes } from './windows.ts';

export const familyMistakes: readonly Mutant[] = [
  ...codeMistakes,
  ...productMistakes,
  ...poolMistakes,
  ...layerMistakes,
  ...optimizerMistakes,
  ...affineMistakes,
  ...operandMistakes,
  ...windowMistakes,
  ...normMistakes,
  ...lossMistakes,
  ...momentMistakes,
];
