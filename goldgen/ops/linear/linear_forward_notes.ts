/** What the cases of `linear_forward` catch. */

import type { OpNote } from '../../op.ts';

export const linearForwardNotes: Readonly<Record<string, OpNote>> = {
  bias_count: {
    bug: 'the number of bias values not compared with the outputs',
    effect: 'reads past the bias',
    clause: 'L1, S87, A16',
  },
  V7: {
    bug: 'bias added raw, same-type copy instead of the requant, or the epilogue of the other contract',
    effect: 'wrong activations',
    clause: 'S67, S87, L1',
  },
  V8: {
    bug: 'operands converted at another width or in another order, or draws out of order',
    effect: 'other roundings from the first draw on',
    clause: 'S65, S72',
  },
  V22: {
    bug: 'restored where the contract keeps raw wires, or the reverse',
    effect: 'wires of another width',
    clause: 'S67, H2',
  },
  'B6.1': { bug: 'any slip of the forward pass', effect: 'wrong activations', clause: 'L1' },
  write_rounding: {
    bug: 'the stored mode used where the operation owns the rounding, or the reverse',
    effect: 'other codes and draws',
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
    bug: 'saturation at, or silence beyond, 511 terms of −2048²',
    effect: 'wrapped activations',
    clause: 'S123',
  },
  ecg: { bug: 'anything above, on real samples', effect: 'wrong activations', clause: 'L1' },
  mixed_dtypes: {
    bug: 'an operand passed through or converted that should not be',
    effect: 'other operands, other draws',
    clause: 'S65, S67',
  },
  matching_dtypes: { bug: 'a shape or mode handled wrong', effect: 'wrong layer', clause: 'L1' },
};
