/** The ported bug reports, over all families. */

import type { BugReport } from '../entry.ts';
import { codesReports } from './codes.ts';
import { layersReports } from './layers.ts';
import { optimizersReports } from './optimizers.ts';
import { poolsReports } from './pools.ts';
import { productsReports } from './products.ts';

export const bugReports: readonly BugReport[] = [
  ...poolsReports,
  ...codesReports,
  ...productsReports,
  ...layersReports,
  ...optimizersReports,
];
