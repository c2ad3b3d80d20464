/** What the flags of `linear_backward` catch. */

import { gradientNotes } from '../../kit/gradient_notes.ts';
import type { RecordNote } from '../../op.ts';

export const linearBackwardNotes: Readonly<Record<string, RecordNote>> = {
  'B6.1': {
    bug: 'a transpose left out, one operand’s scale for the product of both, or gradients not added',
    effect: 'all gradients of the worked example have another size or place',
  },
  V22: {
    bug: 'the dx wire of the other contract, or a bias gradient on a fresh scale',
    effect: 'the table of the two wire contracts differs',
    clause: 'H2, L2–L4',
  },
  H2: {
    bug: 'the wire restored under June, or raw under July',
    effect: 'the next layer reads another width',
    clause: 'H2',
  },
  accumulates: {
    bug: 'the gradient overwritten, added twice, or its old scale ignored',
    effect: 'micro-batches are lost',
    clause: 'S57, L32',
  },
  bias_mode: {
    bug: 'the fixed-scale increment rounded with the operation’s mode instead of the gradient’s',
    effect: 'another bias gradient and another draw count',
    clause: 'S59, S68',
  },
  weight_mode: {
    bug: 'the accumulation rounded with the operation’s mode instead of the gradient’s',
    effect: 'another weight gradient and another draw count',
    clause: 'S57, S68',
  },
  write_rounding: {
    bug: 'dx rounded with the wire’s mode instead of the operation’s',
    effect: 'another dx and another draw count',
    clause: 'S67',
  },
  draw_order: {
    bug: 'operands converted in another order, once for all steps, or dx before the gradients',
    effect: 'every later stochastic rounding differs',
    clause: 'S72, L4',
  },
  ...gradientNotes,
  float_gradient: {
    bug: 'the increment of a FLOAT32 gradient quantized first, or the mode looked at',
    effect: 'gradients lose bits',
    clause: 'S56, S68',
  },
  no_bias: {
    bug: 'draws, sums or a write for a bias that is not there',
    effect: 'a null pointer is followed, or all later draws are shifted',
    clause: 'L3',
  },
  batch_one: {
    bug: 'a batch of 1 taken as a vector',
    effect: 'the weight gradient comes out transposed',
    clause: 'L2',
  },
  packed_operand: {
    bug: 'a packed operand quantized again to the operand width',
    effect: 'its codes are rounded once more',
    clause: 'S45, S65',
  },
  packed_gradient: {
    bug: 'the grid of an all-zero packed gradient not derived from the increment',
    effect: 'codes that do not fit',
    clause: 'S60',
  },
  dx_record: {
    bug: 'dx at the operand width, or in the arithmetic’s format',
    effect: 'a wire of another width or dtype',
    clause: 'S67',
  },
  float_arm: {
    bug: 'the arm chosen by the tensors instead of by the arithmetic, or sums in another order',
    effect: 'last bits of float gradients',
    clause: 'L2, S85',
  },
  refused: {
    bug: 'no guard of the accumulation target, or gradients written before it fires',
    effect: 'a gradient the storage cannot hold',
    clause: 'S68',
  },
  label: {
    bug: 'no operand label check',
    effect: 'operands too wide for the accumulator pass',
    clause: 'S86, S122',
  },
  shape: {
    bug: 'unequal inner extents not refused',
    effect: 'reads past an operand',
    clause: 'S83',
  },
  carried_sum: {
    bug: 'a saturating or wider sum into the carried bias gradient',
    effect: 'an overflow is not seen',
    clause: 'S59, U3',
  },
  june_convert_back: {
    bug: 'a FLOAT32 gradient added to directly, or the bias accumulated at scale 1',
    effect: 'June gradients without their requantization',
    clause: 'H2',
  },
  june_scratch_mode: {
    bug: 'conversion scratch of another width or with each step’s own mode, or dy before x',
    effect: 'another draw order',
    clause: 'H2',
  },
  june_float_over_sym: {
    bug: 'a SYM_INT32 gradient under FLOAT32 arithmetic accumulated in integers',
    effect: 'another gradient',
    clause: 'H2',
  },
  june_no_mode: {
    bug: 'the accumulate modes of July checked under June',
    effect: 'a June backward is refused',
    clause: 'H2',
  },
  june_raw_label: {
    bug: 'the width or mode of the raw dx wire consulted or changed',
    effect: 'another label on the wire',
    clause: 'H2',
  },
  june_bias_unguarded: {
    bug: 'the seed guard applied to the June bias gradient',
    effect: 'a June backward is refused',
    clause: 'H2',
  },
  june_int16: {
    bug: 'operands limited to 12 bits, or accumulators wider than int32',
    effect: 'a June run differs',
    clause: 'H2, S123',
  },
  ecg: {
    bug: 'the batch sum cut short, or the product of scales taken once, over quantized ECG windows',
    effect: 'weights of the ECG autoencoder move by gradients of another size',
  },
  affine: {
    bug: 'a zero point subtracted or forgotten, or an affine operand quantized again',
    effect: 'gradients behind affine storage are those of shifted values',
    clause: 'L2, L4, S48, S49, S65',
  },
};
