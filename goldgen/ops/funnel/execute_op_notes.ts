/** What the cases of `execute_op` catch. */

import type { RecordNote } from '../../op.ts';

export const executeOpNotes: Readonly<Record<string, RecordNote>> = {
  V3: {
    bug: 'the divide form of the requant, or the ratio form for a packed target',
    effect: 'codes off by one',
    clause: 'S41, S51, S67',
  },
  V25: {
    bug: 'mantissas beyond 2^24 kept exact',
    effect: 'codes of wide accumulators off by one',
    clause: 'S27, S51, S67',
  },
  'B6.11': {
    bug: 'the other form of the requant, or mantissas not rounded to float32',
    effect: 'codes off by one where random inputs rarely are',
    clause: 'S27, S51, S67',
  },
  V7: {
    bug: 'raw mantissas copied into the target, bias seeds in one operand’s scale',
    effect: 'outputs of accumulator range behind a 12-bit label',
    clause: 'S67, S68, S87',
  },
  V8: {
    bug: 'operands drawn for in another order, or rounded in the mode of a record',
    effect: 'every stochastic rounding uses the draw of another operand',
    clause: 'S65, S67, S72',
  },
  write_mode: {
    bug: 'OUT_WRITE rounded by the target’s stored mode, or the stored mode changed',
    effect:
      'outputs lose the noise that keeps small steps unbiased, and all later draws are shifted',
    clause: 'S67',
  },
  accumulate_mode: {
    bug: 'accumulation rounded in the operation’s mode',
    effect:
      'gradients lose the noise that keeps small steps unbiased, and all later draws are shifted',
    clause: 'S68',
  },
  scratch_width: {
    bug: 'operands converted at the width of source or target instead of 12',
    effect: 'accumulators overflow, or precision is lost',
    clause: 'S65',
  },
  matching: {
    bug: 'matching operands converted again',
    effect: 'weights lose precision, draws are shifted',
    clause: 'S65',
  },
  label_trap: {
    bug: 'labels of converted operands not those of the conversion: SYM brings its width, ASYM and INT32 keep 12',
    effect: 'the width guard of the product fires, or misses',
    clause: 'S65, S45, S86',
  },
  prologue_draws: {
    bug: 'a draw for SYM, ASYM or INT32 operands, or none for unused operands',
    effect: 'later draws are shifted',
    clause: 'S65, S72',
  },
  restore: {
    bug: 'SYM_INT32 raw copied instead of requantized, or in the divide form',
    effect: 'widths are not restored, codes off by one',
    clause: 'S51, S67',
  },
  no_scale: {
    bug: 'the scale multiplied in on the way to INT32',
    effect: 'indices and counts stored as INT32 change by the scale',
    clause: 'S67',
  },
  grad_width: {
    bug: 'a cap of 12 instead of 16 bits',
    effect: 'legal gradients are refused',
    clause: 'S68',
  },
  stream: {
    bug: 'conversions, kernel and write drawn for in another order, or in another’s mode',
    effect: 'random layers round with the draws of others, and diverge from the first write on',
    clause: 'S64–S68',
  },
  refused_target: {
    bug: 'targets of 17 bits, INT32, BOOL, or a fixed scale on ASYM or from FLOAT32 accepted',
    effect: 'gradients that cannot be represented',
    clause: 'S68, A14',
  },
  refused_inputs: {
    bug: 'a fourth or a BOOL operand accepted',
    effect: 'operands are ignored',
    clause: 'S64, S65, A4, A13',
  },
  refused_site: {
    bug: 'a gradient written instead of accumulated',
    effect: 'earlier micro-batches are lost',
    clause: 'S71, A15',
  },
  refused_guard: {
    bug: 'the guards of the engines left out, or the target written before they fire',
    effect: 'overflow in silence',
    clause: 'S20, S28, S68, A7, A12',
  },
  float_product: {
    bug: 'a FLOAT32 product whose sums start at 0 with the bias added last, or run in another order',
    effect: 'last bits differ',
    clause: 'S65, S66, S85',
  },
  refused_product: {
    bug: 'counts of the operands of a FLOAT32 product not compared',
    effect: 'memory beyond an operand enters the sums',
    clause: 'S66, S85, A16',
  },
  fixed_grid: {
    bug: 'a packed gradient without codes kept on its stale scale, or one with codes moved to a fresh one',
    effect: 'the first micro-batch is lost in rounding, or later ones are',
    clause: 'S60, S68',
  },
  empty: {
    bug: 'draws, or a scale of no elements, left out or made up',
    effect: 'all later draws are shifted',
    clause: 'S24, S38, S51, S65, S67, S68',
  },
  blocks: {
    bug: 'elements beyond the first 256 left out or taken from the first',
    effect: 'the end of a large gradient never grows',
    clause: 'S56, S60, S61, S62, S67',
  },
  views: {
    bug: 'an axis order applied where storage is copied, or lost on the way into scratch',
    effect: 'transposed weights are multiplied as if they were not',
    clause: 'S65, S66, S70, S83',
  },
};
