/** The sets of broken kernels. */

import { type BrokenKernel, entryOf } from './broken_kernel.ts';
import { eighthReports } from './eighth/index.ts';
import type { Entry } from './entry.ts';
import { familyKernels } from './families/index.ts';
import { fifthReports } from './fifth/index.ts';
import { fourthReports } from './fourth/index.ts';
import { layerKernels } from './layers.ts';
import { ninthReports } from './ninth/index.ts';
import { bugReports } from './reports/index.ts';
import { scalarKernels } from './scalars.ts';
import { secondReports } from './second/index.ts';
import { seventhReports } from './seventh/index.ts';
import { sixthReports } from './sixth/index.ts';
import { tenthReports } from './tenth/index.ts';
import { thirdReports } from './third/index.ts';
import { trainingKernels } from './training.ts';
import { unseenReports } from './unseen/index.ts';

export const brokenKernels: readonly BrokenKernel[] = [
  ...scalarKernels,
  ...layerKernels,
  ...trainingKernels,
];

/**
 * By name: reports that the diagnosis was built from, others that were graded once before, mistakes made by the names
 * of their families, and the earlier sets.
 */
export const entrySets: Readonly<Record<string, readonly Entry[]>> = {
  reports: bugReports,
  unseen: unseenReports,
  second: secondReports,
  third: thirdReports,
  fourth: fourthReports,
  fifth: fifthReports,
  sixth: sixthReports,
  seventh: seventhReports,
  eighth: eighthReports,
  ninth: ninthReports,
  tenth: tenthReports,
  families: familyKernels.map(entryOf),
  earlier: brokenKernels.map(entryOf),
};
