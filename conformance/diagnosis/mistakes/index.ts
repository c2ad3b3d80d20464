/** Mistakes that the diagnosis knows beside the mutation catalogue, by family. */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { activationForms } from './activation_forms.ts';
import { affineMistakes } from './affine.ts';
import { affineOrderMistakes } from './affine_order.ts';
import { biasCountMistakes } from './bias_counts.ts';
import { bitMistakes, shiftSlips } from './bits.ts';
import { bracketSlips } from './brackets.ts';
import { codeMistakes } from './codes.ts';
import { comparisonMistakes } from './comparisons.ts';
import { convGradientMistakes } from './conv_gradients.ts';
import { convIndexSlips } from './conv_indices.ts';
import { drawMistakes } from './draws.ts';
import { initialMistakes } from './initial.ts';
import { integerDivisionMistakes } from './integer_division.ts';
import { keptByteMistakes } from './kept_bytes.ts';
import { layerMistakes } from './layers.ts';
import { layoutMistakes } from './layouts.ts';
import { logClampMistakes } from './log_clamps.ts';
import { loopSlips } from './loop_places.ts';
import { lossMistakes } from './losses.ts';
import { madeOnce } from './made_once.ts';
import { poolWindowMistakes } from './maxima.ts';
import { momentMistakes } from './moments.ts';
import { momentumMistakes } from './momentum.ts';
import { narrowSumSlips } from './narrow_sums.ts';
import { normBlockMistakes } from './norm_blocks.ts';
import { normFormMistakes } from './norm_forms.ts';
import { normGradientMistakes } from './norm_gradients.ts';
import { normReductionMistakes } from './norm_reductions.ts';
import { normTermMistakes } from './norm_terms.ts';
import { normMistakes } from './norms.ts';
import { operandMistakes } from './operands.ts';
import { optimizerMistakes } from './optimizers.ts';
import { packMistakes } from './packs.ts';
import { poolTapMistakes } from './pool_taps.ts';
import { poolMistakes } from './pools.ts';
import { producerMistakes } from './producers.ts';
import { productMistakes } from './products.ts';
import { rangeMistakes } from './ranges.ts';
import { resultMistakes } from './results.ts';
import { scaleMistakes } from './scales.ts';
import { scheduleMistakes } from './schedules.ts';
import { scopedMistakes } from './scoped.ts';
import { seedMistakes } from './seeds.ts';
import { sourceRecordMistakes } from './source_records.ts';
import { stepPowerMistakes } from './step_powers.ts';
import { sumMistakes } from './sums.ts';
import { termMistakes } from './terms.ts';
import { unclearedMistakes } from './uncleared.ts';
import { windowMistakes } from './windows.ts';
import { writeBackMistakes } from './write_backs.ts';

export const familyMistakes: readonly Mutant[] = [
  ...codeMistakes,
  ...productMistakes,
  ...poolMistakes,
  ...layerMistakes,
  ...optimizerMistakes,
  ...affineMistakes,
  ...operandMistakes,
  ...biasCountMistakes,
  ...unclearedMistakes,
  ...drawMistakes,
  ...packMistakes,
  ...logClampMistakes,
  ...windowMistakes,
  ...poolWindowMistakes,
  ...integerDivisionMistakes,
  ...sumMistakes,
  ...normMistakes,
  ...normGradientMistakes,
  ...lossMistakes,
  ...momentMistakes,
  ...momentumMistakes,
  ...scheduleMistakes,
  ...scaleMistakes,
  ...resultMistakes,
  ...bitMistakes,
  ...layoutMistakes,
  ...termMistakes,
  ...rangeMistakes,
  ...producerMistakes,
  ...normTermMistakes,
  ...normReductionMistakes,
  ...poolTapMistakes,
  ...affineOrderMistakes,
  ...normBlockMistakes,
  ...keptByteMistakes,
  ...stepPowerMistakes,
  ...convGradientMistakes,
  ...comparisonMistakes,
  ...activationForms,
  ...seedMistakes,
  ...initialMistakes,
  ...writeBackMistakes,
  ...normFormMistakes,
];

/** Many, and tried only where none of the others explains an answer. */
export const stepMistakes = madeOnce((): readonly Mutant[] => [
  ...sourceRecordMistakes,
  ...loopSlips,
  ...convIndexSlips,
  ...narrowSumSlips,
  ...scopedMistakes(),
  ...bracketSlips(),
  ...shiftSlips,
]);
