/**
 * Kernels broken by the names of the families alone, without a look at the mistakes that the diagnosis knows.
 * What they were graded at first stands in the README of the diagnosis.
 */

import type { BrokenKernel } from '../broken_kernel.ts';
import { codeFamilies } from './codes.ts';
import { layerFamilies } from './layers.ts';
import { optimizerFamilies } from './optimizers.ts';
import { productFamilies } from './products.ts';

export const familyKernels: readonly BrokenKernel[] = [
  ...codeFamilies,
  ...productFamilies,
  ...layerFamilies,
  ...optimizerFamilies,
];
