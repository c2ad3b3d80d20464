/**
 * What must hold between samples that come stacked in one tensor: at least one row, as many labels, and rows that lie one
 * behind the other.
 */

import { and, below, dim, equal, type Fits, ifGiven, isFlat, rank } from '../../kit/fits.ts';

export const stackFits: Fits = {
  x: [below(0, rank('x')), below(0, dim('x', 0)), isFlat('x')],
  label: [
    ifGiven('label', and(below(0, rank('label')), equal(dim('label', 0), dim('x', 0)))),
    ifGiven('label', isFlat('label')),
  ],
};
