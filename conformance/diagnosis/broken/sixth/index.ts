/** Sixth set of public bug reports, in C and in JavaScript: graded before the diagnosis was changed for them. */

import type { BugReport } from '../entry.ts';
import { layers } from './layers.ts';
import { scalars } from './scalars.ts';

export const sixthReports: readonly BugReport[] = [...layers, ...scalars];
