/** Element by element, four at a time. */

import { f32x4, func, i32x4, v128 } from './assembler.ts';
import { eachVector } from './each_vector.ts';

/** Adds decoded mantissas to floats (S27, S56). */
export const addDecoded = func(
  { floats: 'i32', q: 'i32', scale: 'f32', vectors: 'i32' },
  {},
  (v) => [
    eachVector(
      v,
      ['floats', 'q'],
      [
        v128.store(
          v.get('floats'),
          f32x4.add(
            v128.load(v.get('floats')),
            f32x4.multiply(f32x4.converted(v128.load(v.get('q'))), f32x4.splat(v.get('scale'))),
          ),
        ),
      ],
    ),
  ],
);

/** Mantissas, with 0 in the place of those below (L24). */
export const rectify = func({ from: 'i32', to: 'i32', vectors: 'i32' }, {}, (v) => [
  eachVector(
    v,
    ['from', 'to'],
    [v128.store(v.get('to'), i32x4.largest(v128.load(v.get('from')), v128.zero))],
  ),
]);

/** Mantissas, with 0 where those of another array are not positive (L24). */
export const rectifyGradient = func(
  { at: 'i32', from: 'i32', to: 'i32', vectors: 'i32' },
  {},
  (v) => [
    eachVector(
      v,
      ['at', 'from', 'to'],
      [
        v128.store(
          v.get('to'),
          v128.and(v128.load(v.get('from')), i32x4.greater(v128.load(v.get('at')), v128.zero)),
        ),
      ],
    ),
  ],
);
