/** What the cases that both raw convolution kernels share catch. */

import type { RecordNote } from '../../op.ts';

export const convEdgeNotes: Readonly<Record<string, RecordNote>> = {
  float_padding: {
    bug: 'the float arm pads by nothing, or on the left what belongs on the right',
    effect: 'windows shifted by a sample',
    clause: 'S88, S91, S93',
  },
  accumulator_edge: {
    bug: 'the accumulator saturated at 511 products of −2048², or held in int64 beyond',
    effect: 'a simulation shows large activations that change their sign on the device',
    clause: 'S123, S84',
  },
  seed_headroom: {
    bug: 'an accumulator thought safe for 511 products whatever the bias',
    effect: 'large biases overflow in silence',
    clause: 'S20, S123',
  },
  no_width_guard: {
    bug: 'a label guard in the convolution kernels, or an accumulator wider than int32',
    effect: 'int16 operands are refused, or their overflow hidden',
    clause: 'S92, S94',
  },
  order_dependent: {
    bug: 'overflow looked for in the final sum only',
    effect: 'a vectorised kernel overflows where a scalar one does not',
    clause: 'U3',
  },
  product_overflow: {
    bug: 'products computed in 64 bits or in float',
    effect: 'an overflow is not seen',
    clause: 'U3',
  },
  V9: {
    bug: 'seed as q·(s_p/s_acc) instead of (q·s_p)/s_acc',
    effect: 'biases off by one unit',
    clause: 'S20, S92, S94',
  },
  'B6.11': {
    bug: 'seed as q·(s_p/s_acc) instead of (q·s_p)/s_acc',
    effect: 'biases off by one where random inputs rarely are',
    clause: 'S20, S92, S94',
  },
  seed_association: {
    bug: 'seed as q·(s_p/s_acc), rescaled into one operand’s scale only, or added raw',
    effect: 'biases off by one unit or more',
    clause: 'S20',
  },
  seed_draws: {
    bug: 'a draw per output element or per batch item, or none',
    effect: 'another random stream from here on',
    clause: 'S92, S94',
  },
  seed_guard: {
    bug: 'no guard on bias seeds, or NaN passes it',
    effect: 'an accumulator overflows in silence',
    clause: 'S20',
  },
  wide_bias: {
    bug: 'the bias held to the operand width',
    effect: '16-bit biases are refused',
    clause: 'S87, S92',
  },
  groups: {
    bug: 'weights indexed by the global channel, or groups mixed',
    effect: 'grouped convolutions read other weights',
    clause: 'S91',
  },
  refused_groups: {
    bug: 'groups that do not divide the channels accepted',
    effect: 'channels are dropped',
    clause: 'S91, A17',
  },
  refused_length: {
    bug: 'the output length not compared with the geometry',
    effect: 'writes past the output',
    clause: 'A17',
  },
  contraction: {
    bug: 'product and sum fused into one rounding',
    effect: 'activations differ between platforms',
    clause: 'contraction',
  },
  float_order: {
    bug: 'float sums in another order, in lanes, pairwise or in double',
    effect: 'activations differ between platforms',
    clause: 'S91, S93',
  },
  mixture: {
    bug: 'group offset left out, dilation taken for stride, or left and right padding exchanged',
    effect: 'grouped or dilated filters read samples of other channels or places',
    clause: 'S91–S94',
  },
};
