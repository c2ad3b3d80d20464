/** The JavaScript kernels by op name: one spread line per family file of kernels/. */

import type { JsKernels } from './api.ts';
import { linearKernels } from './kernels/linear.ts';
import { lossKernels } from './kernels/losses.ts';
import { matmulKernels } from './kernels/matmul.ts';
import { optimizerKernels } from './kernels/optimizers.ts';
import { requantKernels } from './kernels/requant.ts';
import { rngKernels } from './kernels/rng.ts';
import { roundingKernels } from './kernels/rounding.ts';

export const jsKernels: JsKernels = {
  ...rngKernels,
  ...roundingKernels,
  ...requantKernels,
  ...matmulKernels,
  ...linearKernels,
  ...lossKernels,
  ...optimizerKernels,
};
