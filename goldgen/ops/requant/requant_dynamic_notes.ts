/** What the cases of `requant_dynamic` catch. */

import type { RecordNote } from '../../op.ts';
import { inPlaceNote } from './in_place_cases.ts';

export const requantDynamicNotes: Readonly<Record<string, RecordNote>> = {
  ratio_form: {
    bug: '(q·s) ÷ s′ instead of q·(s ÷ s′) or the reverse, a double or fixed-point multiplier',
    effect: 'codes off by one, about 2 in 10^5, and wherever ties of the peak are common',
  },
  big_mantissa: {
    bug: 'mantissas beyond 2^24 kept exact or in double',
    effect: 'codes of wide accumulators off by one',
    clause: 'S27, S51',
  },
  V3: {
    bug: 'truncation, or an integer multiplier in the manner of 8-bit inference',
    effect: 'codes off by one',
  },
  V25: {
    bug: 'the integer product formed exactly, or mantissas beyond 2^24 kept in double',
    effect: 'codes of wide accumulators off by one',
    clause: 'S27, S51',
  },
  'B6.11': {
    bug: 'the other form of the requant, mantissas not rounded to float32, or halves to even',
    effect: 'codes off by one where random inputs rarely are',
    clause: 'S16, S51',
  },
  V4: {
    bug: 'the source’s width used for the target',
    effect: 'the wire keeps its old width, and the next product may overflow',
  },
  ties: { bug: 'half to even or up', effect: 'codes off by one', clause: 'S16, S51' },
  fresh_scale: {
    bug: 'a scale frozen over calls, or derived from the mantissas alone',
    effect: 'the tensor is off by the ratio of the scales',
  },
  target_width: {
    bug: 'the source’s label used instead of the target’s width',
    effect: 'the wire is too wide for the next product, or too coarse for the next layer',
  },
  empty: {
    bug: 'the old scale kept for an empty tensor instead of 1',
    effect: 'an empty tensor passes the scale of an earlier step on',
  },
  clamp_order: {
    bug: 'clamp order of the other contract, symmetric clamp, or none',
    effect: 'codes leave the range by one, or lose one step of it',
    clause: 'S51, H2',
  },
  zeros: {
    bug: 'scale 0 for an all-zero tensor, or no draws for it',
    effect: 'division by zero, or shifted draws',
    clause: 'S23, S51',
  },
  tiny_scale: {
    bug: 'subnormal scales or decoded values flushed to zero',
    effect: 'vanishing gradients vanish early',
  },
  huge_scale: {
    bug: 'an intermediate that overflows where the clause’s does not',
    effect: 'an infinite scale, which no later layer recovers from',
  },
  negative_scale: {
    bug: 'absolute maximum of the mantissas times a signed scale',
    effect: 'negative scale and mirrored codes',
    clause: 'S21, S51',
  },
  full_int32: {
    bug: 'absolute value of −2^31 taken in int32',
    effect: 'the peak is missed',
    clause: 'S21, S51',
  },
  widths: {
    bug: 'qMax of 8, 12 or 16 bits whatever the target says',
    effect: 'wires of other widths saturate, or use a part of their codes',
    clause: 'S8, S51',
  },
  peak_place: {
    bug: 'the first or the last element left out of the scan',
    effect: 'the peak saturates',
    clause: 'S21, S51',
  },
  float_bounds: {
    bug: 'qMax as an integer where the float32 bound is 2^(b−1)',
    effect: 'the peak is off by one at widths of 26 bits and more',
    clause: 'S8, S51',
  },
  scale_not_finite: {
    bug: 'an infinite or NaN scale replaced by 1, or the NaN quotients set to 0 before the cast',
    effect: 'a diverged tensor gets finite codes, and training goes on unnoticed',
  },
  infinite_peak: {
    bug: 'the form of the other contract: 0 times an infinite scale, or infinity over infinity',
    effect: 'a peak beyond the floats turns to zeros here and to NaN quotients there',
  },
  ecg: {
    bug: 'the divide form, the absolute peak missed, or the source’s width on real accumulators',
    effect: 'every wire behind the first Linear layer is clipped or off by one',
  },
  stream: {
    bug: 'no draw for zeros, or draws from the last element to the first',
    effect: 'elements are rounded with the draws of others, and all later draws are shifted',
    clause: 'S17, S51',
  },
  in_place: inPlaceNote,
};
