/** What the backwards of Linear and of the convolutions both catch. */

import type { RecordNote } from '../op.ts';

export const gradientNotes = {
  fixed_scale: {
    bug: 'the carried scale re-derived, the sum clamped, or the increment added unscaled',
    effect: 'bias gradients of another size',
    clause: 'S59',
  },
  small_vanishes: {
    bug: 'a fresh scale for a fresh bias gradient',
    effect: 'small bias gradients survive that the contract drops',
    clause: 'S59, L32',
  },
  write_mode: {
    bug: 'OUT_WRITE accepted for a gradient',
    effect: 'gradients are overwritten by each micro-batch',
    clause: 'S71',
  },
  seed_guard: {
    bug: 'the fixed-scale accumulate without the guard, or weights changed before it fires',
    effect: 'a bias gradient overflows',
    clause: 'S20, S59',
  },
  storage_mix: {
    bug: 'x, W or dy converted at another’s width, or an output rounded in another record’s mode',
    effect:
      'weights of one storage type train on coarser gradients, and all later draws are shifted',
    clause: 'S65, S67, S68',
  },
} as const satisfies Readonly<Record<string, RecordNote>>;
