/** The JavaScript kernels by op name: one spread line per family file of kernels/. */

import type { JsKernels } from './api.ts';
import { accumulationKernels } from './kernels/accumulation.ts';
import { conversionKernels } from './kernels/conversion.ts';
import { formatKernels } from './kernels/formats.ts';
import { funnelKernels } from './kernels/funnel.ts';
import { fusedKernels } from './kernels/fused.ts';
import { linearKernels } from './kernels/linear.ts';
import { linearBackwardKernels } from './kernels/linear_backward.ts';
import { lossKernels } from './kernels/losses.ts';
import { matmulKernels } from './kernels/matmul.ts';
import { modelKernels } from './kernels/model.ts';
import { normBackwardKernels } from './kernels/norm_backward.ts';
import { normForwardKernels } from './kernels/norm_forward.ts';
import { optimizerKernels } from './kernels/optimizers.ts';
import { pointwiseKernels } from './kernels/pointwise.ts';
import { quantizationKernels } from './kernels/quantization.ts';
import { reductionKernels } from './kernels/reductions.ts';
import { requantKernels } from './kernels/requant.ts';
import { rngKernels } from './kernels/rng.ts';
import { roundingKernels } from './kernels/rounding.ts';
import { validatorKernels } from './kernels/validator.ts';

/** Everything that a model is made of. */
const parts: JsKernels = {
  ...rngKernels,
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
  ...optimizerKernels,
  ...validatorKernels,
};

export const jsKernels: JsKernels = { ...parts, ...modelKernels(parts) };
