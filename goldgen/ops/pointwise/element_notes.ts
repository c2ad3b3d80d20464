/** Notes of the arithmetic of one element, which the forms with a tensor and with a scalar share (S75). */

import type { RecordNote } from '../../op.ts';

type Notes = Readonly<Record<string, RecordNote>>;

export const elementNotes: Readonly<Record<'INT32' | 'FLOAT32', Notes>> = {
  INT32: {
    truncates: {
      bug: 'quotients rounded to nearest or down',
      effect: 'negative quotients off by one',
      clause: 'S75',
    },
    fits: {
      bug: 'saturation, or products in 16 bits',
      effect: 'legal results differ at the edge',
      clause: 'S75',
    },
    overflows: {
      bug: 'the result formed in int64 or float, or saturated, so that int32 never overflows',
      effect: 'a simulation shows large results that change their sign on the device',
      clause: 'S75',
    },
  },
  FLOAT32: {
    special_values: {
      bug: 'signed zeros, infinities, NaN or subnormals special-cased or flushed',
      effect: 'a diverged training looks healthy',
      clause: 'S75',
    },
  },
};
