/** Which mistake each flag of `adamw_step` catches. */

import type { OpNote } from '../../op.ts';

export const adamwStepNotes: Readonly<Record<string, OpNote>> = {
  V16: { bug: 'any slip of the update', effect: 'other weights and moments', clause: 'S119' },
  fused_moment: {
    bug: 'the first moment without fused multiply-add, or as (1 − w)·m + w·g',
    effect: 'moments off by one ulp',
    clause: 'S119, S106',
  },
  decoupled: {
    bug: 'weight decay added to the gradient',
    effect: 'L2 regularisation instead of weight decay',
    clause: 'S119',
  },
  epsilon_outside: {
    bug: 'ε inside the root, or before the bias correction',
    effect: 'steps of another length where gradients are small',
    clause: 'S119',
  },
  double_scalars: {
    bug: 'step scalars in float32, the correction applied to v instead of √v, or t raised after use',
    effect: 'wrong first steps; the correction dies out late or never',
    clause: 'S119',
  },
  write_back: {
    bug: 'moments or parameter rounded by their own mode',
    effect: 'a shifted generator; small updates never accumulate',
    clause: 'S118, S119',
  },
  draw_order: {
    bug: 'draws in another order than m, v, parameter',
    effect: 'other codes in all three',
    clause: 'S119',
  },
  refused_operand: {
    bug: 'a view, or operands of other extents, updated element by element',
    effect: 'weights move along foreign gradients',
    clause: 'S119, S106, A21',
  },
  refused_grid: {
    bug: 'moments written before the grid of a later write is refused',
    effect: 'half a step is done',
    clause: 'S24, S119, A3',
  },
  refused: {
    bug: 'β of 1 or NaN, ε of 0, or another update arithmetic accepted',
    effect: 'divisions by zero in the first step',
    clause: 'S119',
  },
  stream: { bug: 'any', effect: 'wrong weights or moments', clause: 'S119' },
};
