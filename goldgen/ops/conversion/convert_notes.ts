/** What the cases of `convert` catch. */

import type { OpNote } from '../../op.ts';

export const convertNotes: Readonly<Record<string, OpNote>> = {
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
    bug: 'divisor 2^b, zero point subtracted on decoding, or rounded after the elements',
    effect: 'other grid, other codes, other generator state',
    clause: 'S24, S26, S38',
  },
  V20: { bug: 'subnormal scales flushed, no clamp', effect: 'codes collapse', clause: 'S23, S37' },
  V21: {
    bug: 'the label of SYM_INT32 left by SYM, or changed by ASYM or INT32; a rescale',
    effect: 'width guards fire, or miss, on the wrong operands',
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
    bug: 'the scale applied on the way to INT32',
    effect: 'other integers',
    clause: 'S39',
  },
  codes: {
    bug: 'no sign extension, sign-extended ASYM codes, or the zero point dropped',
    effect: 'other integers',
    clause: 'S6, S43, S47, S49',
  },
  fit: { bug: 'clamped instead of stored exactly', effect: 'lost codes', clause: 'S28, S33' },
  all_positive: { bug: 'grid forced to contain 0', effect: 'other codes', clause: 'S24' },
  constant: { bug: 'scale 0 or 1 for constant data', effect: 'NaN or 0', clause: 'S24, H4' },
  range: { bug: 'wrong minimum or maximum', effect: 'other grid', clause: 'S22, S24' },
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
    effect: 'tensors longer than one block are stored wrong',
    clause: 'S5, S24, S37, S41',
  },
  special: {
    bug: 'NaN or infinity hidden, or in the scan',
    effect: 'other scale',
    clause: 'S21, S22',
  },
  cast_range: {
    bug: 'values outside int32 converted in silence',
    effect: 'platform-dependent integers',
    clause: 'S16, S35',
  },
  shift_overflow: { bug: 'code + zero point wraps', effect: 'wrong integers', clause: 'S47, S49' },
  stream: {
    bug: 'mode of the source instead of the target, draws out of order or left out',
    effect: 'other codes and generator state',
    clause: 'S17, S29, S30',
  },
  refused_pair: {
    bug: 'BOOL or an absent cell converted',
    effect: 'garbage',
    clause: 'S30, A4, H4',
  },
  refused_width: {
    bug: 'unequal or impossible widths',
    effect: 'garbage',
    clause: 'S29, A2, A5, A6',
  },
  refused_fit: {
    bug: 'clamped or truncated instead of refused',
    effect: 'lost codes',
    clause: 'S28, A7',
  },
  refused_grid: {
    bug: 'a zero point outside int32 accepted',
    effect: 'garbage',
    clause: 'S24, A3',
  },
};
