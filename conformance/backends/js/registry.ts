/** The JavaScript kernels by op name: one spread line per family file of kernels/. */

import type { JsKernels } from './api.ts';
import { accumulationKernels } from './kernels/accumulation.ts';
import { activationKernels } from './kernels/activations.ts';
import { convLayerKernels } from './kernels/conv_layers.ts';
import { conversionKernels } from './kernels/conversion.ts';
import { convolutionKernels } from './kernels/convolution.ts';
import { expLogKernels } from './kernels/exp_log.ts';
import { formatKernels } from './kernels/formats.ts';
import { funnelKernels } from './kernels/funnel.ts';
import { fusedKernels } from './kernels/fused.ts';
import { initialWeightKernels } from './kernels/initial_weights.ts';
import { linearKernels } from './kernels/linear.ts';
import { linearBackwardKernels } from './kernels/linear_backward.ts';
import { lossKernels } from './kernels/losses.ts';
import { matmulKernels } from './kernels/matmul.ts';
import { modelKernels } from './kernels/model.ts';
import { normBackwardKernels } from './kernels/norm_backward.ts';
import { normForwardKernels } from './kernels/norm_forward.ts';
import { optimizerKernels } from './kernels/optimizers.ts';
import { pointwiseKernels } from './kernels/pointwise.ts';
import { poolKernels } from './kernels/pools.ts';
import { quantizationKernels } from './kernels/quantization.ts';
import { reductionKernels } from './kernels/reductions.ts';
import { requantKernels } from './kernels/requant.ts';
import { rngKernels } from './kernels/rng.ts';
import { roundingKernels } from './kernels/rounding.ts';
import { softmaxKernels } from './kernels/softmax.ts';
import { validatorKernels } from './kernels/validator.ts';
import { wholeTrainingKernels } from './kernels/whole_training.ts';
import { windowKernels } from './kernels/windows.ts';

/** Everything that a model is made of. */
const parts: JsKernels = {
  ...rngKernels,
  ...initialWeightKernels,
  ...roundingKernels,
  ...requantKernels,
  ...formatKernels,
  ...conversionKernels,
  ...accumulationKernels,
  ...funnelKernels,
  ...matmulKernels,
  ...reductionKernels,
  ...pointwiseKernels,
  ...fusedKernels,
  ...linearKernels,
  ...quantizationKernels,
  ...normForwardKernels,
  ...normBackwardKernels,
  ...linearBackwardKernels,
  ...lossKernels,
  ...windowKernels,
  ...convolutionKernels,
  ...convLayerKernels,
  ...poolKernels,
  ...activationKernels,
  ...expLogKernels,
  ...softmaxKernels,
  ...optimizerKernels,
  ...validatorKernels,
};

export const jsKernels: JsKernels = {
  ...parts,
  ...modelKernels(parts),
  ...wholeTrainingKernels(parts),
};
