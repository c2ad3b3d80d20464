/** What the cases of `quantize_dynamic` catch. */

import type { RecordNote } from '../../op.ts';

export const quantizeNotes: Readonly<Record<string, RecordNote>> = {
  V4: {
    bug: 'scale from 2^(b−1) or 2·m/(2^b − 1), half to even',
    effect: 'every code and scale differs',
    clause: 'S23, S36',
  },
  V4b: {
    bug: 'multiply by the reciprocal of the scale',
    effect: 'codes off by one',
    clause: 'S25',
  },
  V4c: { bug: 'scale or quotient kept in double', effect: 'codes off by one', clause: 'S23, S25' },
  V10: {
    bug: 'clamp to ±qMax, no clamp, or zeros and integers kept by the stochastic mode',
    effect: 'the ends of the range are off by one',
    clause: 'S17, S25',
  },
  V20: {
    bug: 'scale 0 or ε for zeros; subnormal scales flushed to zero',
    effect: 'codes of vanishing gradients collapse',
    clause: 'S23',
  },
  V24: {
    bug: 'stochastic rounding as floor(x + u), or with u − 0.5 added',
    effect: 'roundings differ for rare draws, or are biased by half a unit',
    clause: 'S17',
  },
  'B6.11': {
    bug: 'x + (r − ½) instead of (x + r) − ½, or a product with the reciprocal of the scale',
    effect: 'codes off by one where random inputs rarely are',
    clause: 'S17, S25, S36',
  },
  V26: {
    bug: 'the stochastic rounding re-associated or in double',
    effect: 'codes off by one, rarely',
    clause: 'S17',
  },
  V31: {
    bug: 'clamp order of the other contract',
    effect: 'codes leave the range by one, or lose one step of it',
    clause: 'S25, H2',
  },
  negative_peak: {
    bug: 'scale from the maximum instead of the absolute maximum',
    effect: 'negative peaks saturate',
    clause: 'S21',
  },
  all_zero: {
    bug: 'no draws for an all-zero tensor, or another scale than 1',
    effect: 'all later draws are shifted',
  },
  peak_edges: {
    bug: 'scale derivation at the ends of the float range',
    effect: 'zero, infinite or flushed scales',
    clause: 'S23',
  },
  widths: {
    bug: 'qMax of 8, 12 or 16 bits whatever the record says',
    effect: 'tensors of other widths saturate, or use a part of their codes',
    clause: 'S8, S36',
  },
  ties: { bug: 'half to even or up', effect: 'codes off by one', clause: 'S16, S36' },
  first_nan: {
    bug: 'a NaN in the first element skipped by the scan',
    effect: 'a finite scale hides a broken tensor',
    clause: 'S21',
  },
  later_nan: {
    bug: 'a NaN after the first element let into the scale, or replaced before the cast',
    effect: 'a diverged tensor gets finite codes, and training goes on unnoticed',
    clause: 'S21, S25',
  },
  infinite_peak: {
    bug: 'infinities replaced by the largest float, or saturated before the cast',
    effect: 'a diverged tensor gets finite codes, and training goes on unnoticed',
    clause: 'S25',
  },
  scale_underflow: {
    bug: 'a scale that underflowed replaced by 1 or ε',
    effect: 'a division by zero goes unnoticed',
    clause: 'S23',
  },
  ecg: {
    bug: 'the scale taken from the largest instead of the absolute peak, or samples scaled by a reciprocal',
    effect: 'every ECG window enters the first layer clipped or off by one',
  },
  stream: {
    bug: 'no draw for zeros, or draws from the last element to the first',
    effect: 'elements are rounded with the draws of others, and all later draws are shifted',
    clause: 'S17, S36',
  },
  in_place: {
    bug: 'the target cleared, or a code written, before all values were scanned',
    effect: 'a wire that is quantized in its own storage holds the codes of other values',
  },
};
