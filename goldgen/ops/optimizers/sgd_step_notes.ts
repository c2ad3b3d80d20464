/** Which mistake each flag of `sgd_step` catches. */

import type { RecordNote } from '../../op.ts';

export const sgdStepNotes: Readonly<Record<string, RecordNote>> = {
  V14: {
    bug: 'the parameter keeps its scale',
    effect: 'weights saturate or lose resolution over the steps',
  },
  V27: {
    bug: 'decoupled decay, or p − lr·g − lr·wd·p',
    effect: 'weights shrink by another amount per step when weight decay is on',
  },
  V35: {
    bug: 'the gradient not encoded again, or before the parameter',
    effect: 'all later draws are shifted, and the gradient keeps bits that June rounds off',
    clause: 'H2',
  },
  association: {
    bug: 'another association of p − lr·(g + wd·p)',
    effect: 'weights off by one ulp',
  },
  contraction: {
    bug: 'product and sum fused into one rounding',
    effect: 'weights that differ between platforms',
  },
  zero_decay: {
    bug: 'weight decay 0 skipped instead of multiplied',
    effect: 'infinite weights stay hidden',
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
  },
};
