/** Tenth set of public bug reports, in C and in JavaScript: graded before the diagnosis was changed for them. */

import type { BugReport } from '../entry.ts';
import { backward } from './backward.ts';
import { conversions } from './conversions.ts';
import { forward } from './forward.ts';
import { training } from './training.ts';

export const tenthReports: readonly BugReport[] = [
  ...backward,
  ...conversions,
  ...forward,
  ...training,
];
