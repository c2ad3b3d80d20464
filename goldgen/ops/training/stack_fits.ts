/** What must hold between samples that come stacked in one tensor: at least one row, and as many labels. */

import { and, below, dim, equal, type Fits, ifGiven, rank } from '../../kit/fits.ts';

export const stackFits: Fits = {
  x: [below(0, rank('x')), below(0, dim('x', 0))],
  label: [ifGiven('label', and(below(0, rank('label')), equal(dim('label', 0), dim('x', 0))))],
};
