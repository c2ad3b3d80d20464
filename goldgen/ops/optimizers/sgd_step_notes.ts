/** Which mistake each flag of `sgd_step` catches. */

import type { OpNote } from '../../op.ts';

export const sgdStepNotes: Readonly<Record<string, OpNote>> = {
  V14: {
    bug: 'the parameter keeps its scale',
    effect: 'weights saturate or lose resolution over the steps',
    clause: 'S116',
  },
  V27: {
    bug: 'decoupled decay, or p − lr·g − lr·wd·p',
    effect: 'weights shrink by another amount per step when weight decay is on',
    clause: 'S116',
  },
  V35: {
    bug: 'the gradient not encoded again, or before the parameter',
    effect: 'all later draws are shifted, and the gradient keeps bits that June rounds off',
    clause: 'H2',
  },
  association: {
    bug: 'another association of p − lr·(g + wd·p)',
    effect: 'weights off by one ulp',
    clause: 'S116',
  },
  contraction: {
    bug: 'product and sum fused into one rounding',
    effect: 'weights that differ between platforms',
    clause: 'S116',
  },
  zero_decay: {
    bug: 'weight decay 0 skipped instead of multiplied',
    effect: 'infinite weights stay hidden',
    clause: 'S116',
  },
  write_back: {
    bug: 'rounded by the other of the tensor’s and the optimizer’s mode',
    effect: 'a shifted generator; small updates never accumulate',
    clause: 'S118',
  },
  fresh_scale: {
    bug: 'the scale of an earlier step kept, or 0 for a zero tensor',
    effect: 'weights clipped, or NaN',
    clause: 'S116, S23',
  },
  refused: {
    bug: 'integer arithmetic asked for, or an INT32 gradient read as floats',
    effect: 'weights move by the bit patterns of integers',
    clause: 'S117, S121',
  },
  stream: {
    bug: 'p + lr·g, decay multiplied twice, or the write rounded in the parameter’s mode',
    effect: 'weights climb the loss, shrink too fast, or lose the noise of small steps',
    clause: 'S116',
  },
};
