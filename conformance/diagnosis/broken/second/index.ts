/** Public bug reports that were graded before the diagnosis was changed for them. */

import type { BugReport } from '../entry.ts';
import { layers } from './layers.ts';
import { optimizers } from './optimizers.ts';
import { products } from './products.ts';
import { scalars } from './scalars.ts';

export const secondReports: readonly BugReport[] = [
  ...layers,
  ...optimizers,
  ...products,
  ...scalars,
];
