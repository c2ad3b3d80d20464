/** The two passes of a requant, four values at a time (S51). */

import { f32x4, func, i32, i32x4, v128 } from './assembler.ts';
import { eachVector } from './each_vector.ts';

/** The largest magnitude, unsigned. */
export const magnitude = func(
  { q: 'i32', vectors: 'i32' },
  { largest: 'v128' },
  (v) => {
    const take = (other: readonly number[]) =>
      v.set('largest', i32x4.largestMagnitude(v.get('largest'), other));
    const lanes = (order: readonly number[]) =>
      v128.shuffle(order, v.get('largest'), v.get('largest'));
    return [
      eachVector(v, ['q'], [take(i32x4.absolute(v128.load(v.get('q'))))]),
      take(lanes([2, 3, 2, 3])),
      take(lanes([1, 1, 1, 1])),
      i32x4.lane(0, v.get('largest')),
    ];
  },
  ['i32'],
);

/** The largest float32 below a half, and the sign of a float32. */
const belowHalf = i32x4.splat(i32.constant(0x3effffff));
const sign = i32x4.splat(i32.constant(0x80000000 | 0));

/**
 * Codes of mantissas times a positive ratio: rounded half away from zero, then clamped. The sum with what is just below
 * a half rounds up to the next integer from the half on, and no sooner. Every product must be one that int32 holds.
 */
export const requant = func(
  { q: 'i32', vectors: 'i32', ratio: 'f32', low: 'i32', high: 'i32', codes: 'i32' },
  { mantissas: 'v128', half: 'v128', rounded: 'v128' },
  (v) => {
    const value = f32x4.multiply(f32x4.converted(v.get('mantissas')), f32x4.splat(v.get('ratio')));
    const below = i32x4.least(v.get('rounded'), i32x4.splat(v.get('high')));
    return [
      eachVector(
        v,
        ['q', 'codes'],
        [
          v.set('mantissas', v128.load(v.get('q'))),
          v.set('half', v128.or(v128.and(v.get('mantissas'), sign), belowHalf)),
          v.set('rounded', i32x4.truncated(f32x4.add(value, v.get('half')))),
          v128.store(v.get('codes'), i32x4.largest(below, i32x4.splat(v.get('low')))),
        ],
      ),
    ];
  },
);
