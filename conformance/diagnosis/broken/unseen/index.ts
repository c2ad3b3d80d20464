/** The unseen reports, over all families. */

import type { BugReport } from '../entry.ts';
import { codesUnseen } from './codes.ts';
import { layersUnseen } from './layers.ts';
import { optimizersUnseen } from './optimizers.ts';
import { productsUnseen } from './products.ts';

export const unseenReports: readonly BugReport[] = [
  ...codesUnseen,
  ...productsUnseen,
  ...layersUnseen,
  ...optimizersUnseen,
];
