/** Which mistake each flag of `adamw_step` catches. */

import type { RecordNote } from '../../op.ts';

export const adamwStepNotes: Readonly<Record<string, RecordNote>> = {
  V16: {
    bug: 'the bias corrections left out, β1 and β2 exchanged, or v kept without the square',
    effect: 'the first AdamW steps are too long or too short',
  },
  fused_moment: {
    bug: 'the first moment without fused multiply-add, or as (1 − w)·m + w·g',
    effect: 'moments off by one ulp',
    clause: 'S119, S106',
  },
  decoupled: {
    bug: 'weight decay added to the gradient',
    effect: 'L2 regularisation instead of weight decay',
  },
  epsilon_outside: {
    bug: 'ε inside the root, or before the bias correction',
    effect: 'steps of another length where gradients are small',
  },
  double_scalars: {
    bug: 'step scalars in float32, the correction applied to v instead of √v, or t raised after use',
    effect: 'first steps have another length, and the bias correction dies out late or never',
  },
  last_bits: {
    bug: 'a quotient, a product or ε of the step scalars in another precision, where the parameter hides it mostly',
    effect: 'steps and decay off by one ulp',
  },
  write_back: {
    bug: 'moments or parameter rounded by their own mode',
    effect: 'a shifted generator; small updates never accumulate',
    clause: 'S118, S119',
  },
  draw_order: {
    bug: 'the parameter drawn for before m and v, or v before m',
    effect: 'moments and weights are rounded with each other’s draws',
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
    bug: 'β of 1 or NaN, ε of 0, or integer arithmetic computed with',
    effect: 'the first step divides by zero, and weights become NaN',
  },
  stream: {
    bug: 'a moment stored without its rounding, decay added to the gradient, or m and v exchanged',
    effect: 'weights move by steps of another length, and moments drift',
  },
};
