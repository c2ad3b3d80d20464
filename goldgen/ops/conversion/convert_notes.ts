/** What the cases of `convert` catch. */

import type { RecordNote } from '../../op.ts';

export const convertNotes: Readonly<Record<string, RecordNote>> = {
  V3: {
    bug: 'SYM_INT32 → SYM in the ratio form q·(s ÷ s′) of the requant',
    effect: 'codes off by one',
    clause: 'S41',
  },
  V25: {
    bug: 'mantissas beyond 2^24 decoded exactly',
    effect: 'codes of wide accumulators off by one',
    clause: 'S27, S40, S41',
  },
  'B6.11': {
    bug: 'the ratio form of the requant, or mantissas not rounded to float32',
    effect: 'codes off by one where random inputs rarely are',
    clause: 'S27, S41',
  },
  V5: { bug: 'other bit order, scale or tie', effect: 'stored values differ', clause: 'S37, S5' },
  V6: {
    bug: 'divisor 2^b, the zero point subtracted on decoding, or rounded after the elements',
    effect: 'stored values are shifted by the zero point, and all later draws by one',
    clause: 'S24, S26, S38',
  },
  V20: { bug: 'subnormal scales flushed, no clamp', effect: 'codes collapse', clause: 'S23, S37' },
  V21: {
    bug: 'the label of SYM_INT32 left by SYM, or changed by ASYM or INT32; a rescale',
    effect:
      'the width guard refuses operands that fit, or lets too wide ones overflow the accumulator',
    clause: 'S32, S45, S49',
  },
  V31: {
    bug: 'float clamp before the stochastic rounding, or no clamp after it',
    effect: 'a code leaves the range by one and the fit guard refuses the tensor',
    clause: 'S25, S37',
  },
  reciprocal: {
    bug: 'multiplication by a reciprocal, or a scale kept in double',
    effect: 'codes off by one',
    clause: 'S25, S37',
  },
  big_mantissa: {
    bug: 'mantissas beyond 2^24 not rounded to float32 first',
    effect: 'values off in the last place',
    clause: 'S27, S31, S40',
  },
  truncation: { bug: 'rounded instead of truncated', effect: 'integers off by one', clause: 'S35' },
  no_scale: {
    bug: 'the scale multiplied in on the way to INT32',
    effect: 'indices and counts stored as INT32 change by the scale',
    clause: 'S39',
  },
  codes: {
    bug: 'no sign extension, sign-extended ASYM codes, or the zero point dropped',
    effect:
      'negative codes read as large positive ones, or all values are shifted by the zero point',
    clause: 'S6, S43, S47, S49',
  },
  fit: {
    bug: 'clamped instead of stored exactly',
    effect: 'the largest mantissas saturate where the target has room for them',
    clause: 'S28, S33',
  },
  all_positive: {
    bug: 'the grid forced to contain 0',
    effect: 'data far from 0 share fewer codes, and activations lose resolution',
    clause: 'S24',
  },
  constant: {
    bug: 'scale 0 or 1 for constant data',
    effect: 'a constant tensor decodes to NaN or to 0',
    clause: 'S24, H4',
  },
  range: {
    bug: 'the range taken from absolute values, or from a running extreme that starts at 0',
    effect: 'the grid misses the data’s own range, and its values lose resolution',
    clause: 'S22, S24',
  },
  same_type: {
    bug: 'a requant, a copied label or mode, or a forgotten scale or zero point',
    effect: 'raw accumulators lose their values, or the next encode uses another width',
    clause: 'S29, H4',
  },
  integer_range: {
    bug: 'the June range of INT32 formed in floats, or in more than 32 bits',
    effect: 'another scale, or an overflow that is not seen',
    clause: 'S34, H4',
  },
  wide_payload: {
    bug: 'a June width of 32 refused',
    effect: 'a payload that holds every integer is not written',
    clause: 'S28, H4',
  },
  empty: {
    bug: 'a record written, a draw taken or memory read for no elements',
    effect: 'empty tensors change state',
    clause: 'S5, S38, S41',
  },
  blocks: {
    bug: 'scale, zero point or packing restarted at a block of 256 elements',
    effect: 'elements after the first 256 decode to values of another scale or place',
    clause: 'S5, S24, S37, S41',
  },
  special: {
    bug: 'NaN or infinity skipped, or let into the minimum and maximum',
    effect: 'one broken element hides from the next layer, or spoils the scale of all others',
    clause: 'S21, S22',
  },
  cast_range: {
    bug: 'values outside int32 saturated or wrapped before the cast',
    effect: 'a diverged value becomes another integer on each processor, and this kernel hides it',
    clause: 'S16, S35',
  },
  shift_overflow: {
    bug: 'code + zero point widened or saturated, so that int32 never overflows',
    effect: 'a simulation shows integers that wrap to the other sign on the device',
    clause: 'S47, S49',
  },
  stream: {
    bug: 'rounded in the source’s mode, draws out of order, or none for zeros',
    effect: 'elements are rounded with the draws of others, and all later draws are shifted',
    clause: 'S17, S29, S30',
  },
  refused_pair: {
    bug: 'BOOL bits or a pair without conversion read as mantissas',
    effect: 'masks and raw memory enter the network as numbers',
    clause: 'S30, A4, H4',
  },
  refused_width: {
    bug: 'packed tensors copied between widths, or widths of 0 and above 31 computed with',
    effect: 'codes of one width are read with another, so every value changes',
    clause: 'S29, A2, A5, A6',
  },
  refused_fit: {
    bug: 'codes that do not fit clamped or truncated, and the call reported as done',
    effect: 'large mantissas saturate or change their sign in storage',
    clause: 'S28, A7',
  },
  refused_grid: {
    bug: 'a zero point beyond int32 stored as its low bits',
    effect: 'every value decodes shifted by a multiple of 2^32 grid steps',
    clause: 'S24, A3',
  },
  in_place: {
    bug: 'the target cleared, or its scale set, before x was read to the end',
    effect: 'a wire converted in its own storage is lost',
    clause: 'S29, S36, S40',
  },
};
