/** Mistakes in the table of predictions (L34). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'confusion_transposed',
    clause: 'L34',
    bug: 'rows are predictions and columns targets',
    fix: 'count at target · C + predicted',
    fn: {
      confusionCounts: (n, outputs, labels) => {
        const counts = primitives.confusionCounts(n, outputs, labels);
        const classes = n.fn.classCount(n, labels);
        return counts.map((_, i) => counts[(i % classes) * classes + Math.floor(i / classes)]!);
      },
    },
  },
  {
    id: 'confusion_of_first_sample',
    clause: 'L34',
    bug: 'every row of the stack is read as the first one',
    fix: 'row i starts at i times the elements of a row',
    fn: { metricRow: (n, stack) => primitives.metricRow(n, stack, 0) },
  },
  {
    id: 'confusion_rows_of_label_width',
    clause: 'L34',
    flags: ['more_outputs'],
    bug: 'rows of outputs are taken to be as long as a label',
    fix: 'a row of outputs may be longer: row i starts at i times its own length',
    fn: {
      confusionCounts: (n, outputs, labels) => {
        const data = outputs.data.subarray(0, labels.data.length);
        return primitives.confusionCounts(n, { ...outputs, shape: labels.shape, data }, labels);
      },
    },
  },
];
