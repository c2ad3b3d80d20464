/** What the cases of `linear_forward` catch. */

import type { RecordNote } from '../../op.ts';

export const linearForwardNotes: Readonly<Record<string, RecordNote>> = {
  bias_count: {
    bug: 'the number of bias values not compared with the outputs',
    effect: 'reads past the bias',
    clause: 'L1, S87, A16',
  },
  V7: {
    bug: 'bias mantissas added raw, a copy instead of the requant, or the other contract’s epilogue',
    effect: 'activations carry the bias at another size, or wires leave their width',
    clause: 'S67, S87, L1',
  },
  V8: {
    bug: 'operands converted at another width or in another order, or no draw for zeros',
    effect: 'every stochastic rounding from the first operand on uses another draw',
    clause: 'S65, S72',
  },
  V22: {
    bug: 'restored where the contract keeps raw wires, or the reverse',
    effect: 'wires of another width',
    clause: 'S67, H2',
  },
  'B6.1': {
    bug: 'the weight read transposed, the bias added at its own scale, or the product of scales taken once',
    effect: 'activations of every sample shift by the bias error or change their size',
  },
  write_rounding: {
    bug: 'the stored mode used where the operation owns the rounding, or the reverse',
    effect:
      'outputs lose the noise that keeps small steps unbiased, and all later draws are shifted',
    clause: 'S67, H3',
  },
  bias_first: { bug: 'float bias added last', effect: 'last bits differ', clause: 'S85, L1' },
  packed_operand: {
    bug: 'a packed operand quantized again to the operand width',
    effect: 'weights lose precision twice',
    clause: 'S45, S65',
  },
  packed_label: {
    bug: 'the label of a packed operand not taken over, so that the guard does not see it',
    effect: 'accumulators overflow with wide weights',
    clause: 'S45, S86',
  },
  label: {
    bug: 'label bound omitted or of the other contract',
    effect: 'accumulators overflow with wide operands',
    clause: 'S86',
  },
  guard: {
    bug: 'no guard on bias seeds, or one where the contract has none',
    effect: 'an accumulator overflows in silence',
    clause: 'S20',
  },
  accumulator_edge: {
    bug: 'the accumulator saturated at 511 terms of −2048², or held in int64 beyond',
    effect: 'a simulation shows large activations that change their sign on the device',
    clause: 'S123',
  },
  ecg: {
    bug: 'windows read with another row stride, or the bias rescaled by one operand’s scale only',
    effect: 'every activation of a real ECG window is off by the bias error',
  },
  mixed_dtypes: {
    bug: 'a packed operand quantized again, or an INT32 one taken as if it had a scale',
    effect: 'weights lose bits twice, and all later draws are shifted',
    clause: 'S65, S67',
  },
  matching_dtypes: {
    bug: 'in and out features exchanged, or the bias drawn for in the operation’s mode',
    effect: 'layers that are not square read weights of other units, and draws are shifted',
  },
  affine: {
    bug: 'a zero point subtracted or forgotten, its operand quantized again, or the label of the conversion changed',
    effect: 'layers behind affine storage compute with shifted values',
    clause: 'L1, S38, S48, S49, S65, S67',
  },
};
