/** The broken kernels, over all families. */

import type { BrokenKernel } from './broken_kernel.ts';
import { layerKernels } from './layers.ts';
import { scalarKernels } from './scalars.ts';
import { trainingKernels } from './training.ts';

export const brokenKernels: readonly BrokenKernel[] = [
  ...scalarKernels,
  ...layerKernels,
  ...trainingKernels,
];
