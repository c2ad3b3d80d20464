/** The mutation catalogue, in clause order. */

import { accumulateMutants } from './accumulate.ts';
import { affineMutants } from './affine.ts';
import { conversionMutants } from './conversion.ts';
import { convolutionMutants } from './convolution.ts';
import { funnelMutants } from './funnel.ts';
import { gridMutants } from './grid.ts';
import { matmulMutants, seedMutants } from './kernels.ts';
import { linearMutants, quantizationMutants } from './linear.ts';
import type { Mutant } from './mutant.ts';
import { normMutants } from './norm.ts';
import { optimizerMutants } from './optimizer.ts';
import { packedMutants } from './packed.ts';
import { poolMutants } from './pool.ts';
import { platformMutants, portMutants } from './ports.ts';
import { requantMutants } from './requant.ts';
import { roundingMutants } from './rounding.ts';
import { activationMutants, lossMutants, trainingMutants } from './training.ts';

export const mutants: readonly Mutant[] = [
  ...roundingMutants,
  ...gridMutants,
  ...requantMutants,
  ...packedMutants,
  ...affineMutants,
  ...conversionMutants,
  ...seedMutants,
  ...matmulMutants,
  ...accumulateMutants,
  ...funnelMutants,
  ...linearMutants,
  ...normMutants,
  ...quantizationMutants,
  ...convolutionMutants,
  ...poolMutants,
  ...activationMutants,
  ...lossMutants,
  ...optimizerMutants,
  ...trainingMutants,
  ...platformMutants,
  ...portMutants,
];
