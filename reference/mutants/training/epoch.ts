/** Mistakes in the loss of an epoch (L34). */

import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'epoch_loss_sum',
    clause: 'L34',
    bug: 'the loss of an epoch is the sum of its batch losses',
    fix: 'divide by the number of batches, for SUM too',
    fn: { epochLoss: (n, losses) => n.fn.batchLoss(n, losses, 'SUM') },
  },
  {
    id: 'epoch_loss_last',
    clause: 'L34',
    bug: 'the loss of an epoch is that of its last batch',
    fix: 'take the mean of all batch losses',
    fn: { epochLoss: (_n, losses) => losses.at(-1)! },
  },
];
