/** The two passes of a requant, four values at a time (S51). */

import { f32x4, func, i32, i32x4, repeat, v128 } from './assembler.ts';

const vectorBytes = 16;

const nextVector = i32.constant(vectorBytes);

/** The largest magnitude, unsigned, of so many whole vectors; there is at least one. */
export const magnitude = func(
  { q: 'i32', vectors: 'i32' },
  { largest: 'v128' },
  ({ get, set }) => {
    const half = (lanes: readonly number[]) =>
      set(
        'largest',
        i32x4.largestMagnitude(get('largest'), v128.shuffle(lanes, get('largest'), get('largest'))),
      );
    return [
      repeat(
        [
          set(
            'largest',
            i32x4.largestMagnitude(get('largest'), i32x4.absolute(v128.load(get('q')))),
          ),
          set('q', i32.add(get('q'), nextVector)),
          set('vectors', i32.add(get('vectors'), i32.constant(-1))),
        ],
        get('vectors'),
      ),
      half([2, 3, 2, 3]),
      half([1, 1, 1, 1]),
      i32x4.lane(0, get('largest')),
    ];
  },
  ['i32'],
);

/** The largest float32 below a half, and the sign of a float32. */
const belowHalf = 0x3effffff;
const sign = 0x80000000 | 0;

/**
 * Codes of mantissas times a positive ratio: rounded half away from zero, then clamped. The sum with what is just below
 * a half rounds up to the next integer from the half on, and no sooner. Every product must be one that int32 holds.
 */
export const requant = func(
  { q: 'i32', vectors: 'i32', ratio: 'f32', low: 'i32', high: 'i32', codes: 'i32' },
  { mantissas: 'v128', half: 'v128', rounded: 'v128' },
  ({ get, set }) => [
    repeat(
      [
        set('mantissas', v128.load(get('q'))),
        set(
          'half',
          v128.or(
            v128.and(get('mantissas'), i32x4.splat(i32.constant(sign))),
            i32x4.splat(i32.constant(belowHalf)),
          ),
        ),
        set(
          'rounded',
          i32x4.truncated(
            f32x4.add(
              f32x4.multiply(f32x4.converted(get('mantissas')), f32x4.splat(get('ratio'))),
              get('half'),
            ),
          ),
        ),
        v128.store(
          get('codes'),
          i32x4.largest(
            i32x4.least(get('rounded'), i32x4.splat(get('high'))),
            i32x4.splat(get('low')),
          ),
        ),
        set('q', i32.add(get('q'), nextVector)),
        set('codes', i32.add(get('codes'), nextVector)),
        set('vectors', i32.add(get('vectors'), i32.constant(-1))),
      ],
      get('vectors'),
    ),
  ],
);
