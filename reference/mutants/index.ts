/** The mutation catalogue, in clause order. */

import { accumulateMutants } from './accumulate.ts';
import { affineMutants } from './affine.ts';
import { arithmeticMutants } from './arithmetic.ts';
import { contractionMutants, orderMutants } from './compiler.ts';
import { conversionMutants } from './conversion.ts';
import { convolutionMutants } from './convolution.ts';
import { elementMutants } from './elements.ts';
import { funnelMutants } from './funnel.ts';
import { gradientMutants } from './gradients.ts';
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
import { softmaxMutants } from './softmax.ts';
import { statisticsMutants } from './statistics.ts';
import { activationMutants, lossMutants, trainingMutants } from './training.ts';
import { modelMutants, updateMutants } from './update.ts';

export { sentinel } from './ports.ts';

/** The catalogue by source file (without `.ts`), in clause order. */
export const mutantFiles: Readonly<Record<string, readonly Mutant[]>> = {
  rounding: roundingMutants,
  grid: gridMutants,
  requant: requantMutants,
  packed: packedMutants,
  affine: affineMutants,
  conversion: conversionMutants,
  kernels: [...seedMutants, ...matmulMutants],
  arithmetic: arithmeticMutants,
  elements: elementMutants,
  accumulate: accumulateMutants,
  funnel: funnelMutants,
  linear: [...linearMutants, ...quantizationMutants],
  statistics: statisticsMutants,
  norm: normMutants,
  convolution: convolutionMutants,
  gradients: gradientMutants,
  pool: poolMutants,
  training: [...activationMutants, ...lossMutants, ...trainingMutants],
  softmax: softmaxMutants,
  optimizer: optimizerMutants,
  update: [...updateMutants, ...modelMutants],
  compiler: [...contractionMutants, ...orderMutants],
  ports: [...platformMutants, ...portMutants],
};

export const mutants: readonly Mutant[] = Object.values(mutantFiles).flat();
