/**
 * Guards that compare otherwise: a bound that is let through or refused, a NaN that no comparison holds for, a threshold that
 * is no test for zero.
 */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { floats, ints } from '../../../reference/tensor.ts';

/** Quotients that the guard of the zero point lets through; they are rounded like any other. */
const zeroPoint = (id: string, words: string, passes: (z: number) => boolean): Mutant => ({
  id: `affine_zero_point_guard_${id}`,
  clause: 'S24',
  bug: `the guard of the affine zero point (A3) lets ${words} through`,
  fix: 'refuse what is not in [−2^31, 2^31), NaN too',
  fn: {
    affineZeroPoint: (n, low, scale, mode) => {
      const z = n.f.div(low, scale);
      return passes(z) ? n.fn.round(n, z, mode) : primitives.affineZeroPoint(n, low, scale, mode);
    },
  },
});

/** Scales that the guard of the fixed requant lets through; it is passed with a scale of 1 then. */
const fixedScale = (id: string, words: string, passes: (scale: number) => boolean): Mutant => ({
  id: `requant_fixed_guard_${id}`,
  clause: 'S52',
  bug: `the guard of the fixed-scale requant (A8) lets ${words} through`,
  fix: 'refuse every scale that is not > 0, NaN too',
  fn: {
    requantFixed: (n, x, y) => {
      if (!passes(y.scale)) return primitives.requantFixed(n, x, y);
      const [low, high] = [n.fn.qMin(n, y.bits), n.fn.qMax(n, y.bits)];
      ints(y).set(
        ints(x).map((q) => {
          const value = n.f.div(n.f.mul(n.f.fromInt(q), x.scale), y.scale);
          return n.fn.round(n, n.fn.clampFloat(n, value, low, high), y.rounding);
        }),
      );
    },
  },
});

const guards: readonly Mutant[] = [
  zeroPoint('nan', 'NaN', Number.isNaN),
  zeroPoint('top', '2^31', (z) => z === 2 ** 31),
  zeroPoint('nan_and_top', 'NaN and 2^31', (z) => Number.isNaN(z) || z === 2 ** 31),
  zeroPoint('large', 'everything but NaN', (z) => !Number.isNaN(z)),
  fixedScale('nan', 'NaN', Number.isNaN),
  fixedScale('zero', '0', (scale) => scale === 0),
  fixedScale('negative', 'negative scales', (scale) => scale < 0),
  fixedScale('nonzero', 'everything but 0', (scale) => scale !== 0),
  {
    id: 'decode_window_guard_strict',
    clause: 'S54',
    bug: 'the guard of the streaming window (A9) refuses 256 elements already: ≥ in place of >',
    fix: 'refuse more than 256 elements',
    fn: {
      decodeWindow: (n, t, offset, count) =>
        primitives.decodeWindow(n, t, offset, count === 256 ? 257 : count),
    },
  },
  {
    id: 'mean_sym_guard_inclusive',
    clause: 'S101',
    bug: 'the guard of the mean of mantissas (A19) lets 2^(32 − b) of them through: > in place of ≥',
    fix: 'refuse N ≥ 2^(32 − b)',
    fn: {
      meanSym: (n, x, k) => {
        const { size } = n.fn.reductionBlocks(n, x, k);
        const isAtBound = size === 2 ** (32 - x.bits);
        return primitives.meanSym(n, isAtBound ? { ...x, bits: x.bits - 1 } : x, k);
      },
    },
  },
  {
    id: 'mean_sym_guard_strict',
    clause: 'S101',
    bug: 'the guard of the mean of mantissas (A19) refuses one mantissa too few already',
    fix: 'refuse N ≥ 2^(32 − b)',
    fn: {
      meanSym: (n, x, k) => {
        const { size } = n.fn.reductionBlocks(n, x, k);
        const isBelow = size === 2 ** (32 - x.bits) - 1;
        return primitives.meanSym(n, isBelow ? { ...x, bits: x.bits + 1 } : x, k);
      },
    },
  },
];

/** Tests for a maximum of 0 that small ones pass as well. */
const thresholds: readonly Mutant[] = (
  [
    ['1e_3', 1e-3, '1e-3'],
    ['1e_4', 1e-4, '1e-4'],
    ['1e_5', 1e-5, '1e-5'],
    ['1e_6', 1e-6, '1e-6'],
    ['1e_7', 1e-7, '1e-7'],
    ['1e_8', 1e-8, '1e-8'],
    ['1e_10', 1e-10, '1e-10'],
    ['1e_12', 1e-12, '1e-12'],
    ['1e_20', 1e-20, '1e-20'],
    ['1e_30', 1e-30, '1e-30'],
    ['flt_epsilon', 2 ** -23, 'FLT_EPSILON'],
    ['flt_min', 2 ** -126, 'FLT_MIN'],
  ] as const
).flatMap(([id, epsilon, text]): Mutant[] => [
  {
    id: `scale_one_below_${id}`,
    clause: 'S23',
    bug: `the symmetric scale is 1 where the absolute maximum is below ${text}, not only where it is 0: small values are lost`,
    fix: 'only a maximum of 0 gives scale 1',
    fn: {
      symmetricScale: (n, m, bits) =>
        m < Math.fround(epsilon) ? 1 : primitives.symmetricScale(n, m, bits),
    },
  },
  {
    id: `affine_constant_below_${id}`,
    clause: 'S24',
    bug: `data of which the range is below ${text} is taken for constant when the affine scale is made`,
    fix: 'data is constant where its minimum is its maximum',
    fn: {
      affineScale: (n, low, high, bits) => {
        const isConstant = n.f.sub(high, low) < Math.fround(epsilon);
        return primitives.affineScale(n, low, isConstant ? low : high, bits);
      },
    },
  },
]);

/** Scales of constant data on an affine grid. */
const constants: readonly Mutant[] = (
  [
    ['signed', 'the value with its sign: negative constants get a negative scale', (v) => v],
    ['reciprocal', 'its reciprocal', (v) => Math.fround(1 / Math.abs(v))],
  ] as readonly (readonly [string, string, (v: number) => number])[]
).map(([id, words, of]) => ({
  id: `affine_constant_scale_${id}`,
  clause: 'S24',
  bug: `the affine scale of constant data is ${words}`,
  fix: 'it is the magnitude of the value, or 1 for 0',
  fn: {
    affineScale: (n, low, high, bits) =>
      low === high && low !== 0 ? of(low) : primitives.affineScale(n, low, high, bits),
  },
}));

const between = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);

/** Zero points that are cut to a range of their width. */
const zeroPointRanges: readonly Mutant[] = (
  [
    ['negative_codes', '[−(2^b − 1), 0]: data above 0 gets another one', (b) => [1 - 2 ** b, 0]],
    ['codes', '[0, 2^b − 1], the range of the codes', (b) => [0, 2 ** b - 1]],
    ['both', '±(2^b − 1)', (b) => [1 - 2 ** b, 2 ** b - 1]],
    ['signed', 'the signed range of the width', (b) => [-(2 ** (b - 1)), 2 ** (b - 1) - 1]],
  ] as readonly (readonly [string, string, (bits: number) => readonly [number, number]])[]
).map(([id, words, of]) => ({
  id: `affine_zero_point_clamped_to_${id}`,
  clause: 'S24',
  bug: `the zero point is clamped to ${words}`,
  fix: 'keep it as an int32, as it was rounded',
  fn: {
    affineGrid: (n, low, high, bits, mode) => {
      const grid = primitives.affineGrid(n, low, high, bits, mode);
      return { ...grid, zeroPoint: between(grid.zeroPoint, ...of(bits)) };
    },
  },
}));

/** Zero points of the early rules, which are kept in 16 bits. */
const narrowZeroPoints: readonly Mutant[] = (
  [
    ['int8', 'kept in 8 bits', (z) => (z << 24) >> 24],
    ['uint8', 'kept in an unsigned byte', (z) => z & 255],
    ['uint16', 'kept in unsigned 16 bits', (z) => z & 65535],
    [
      'saturated',
      'clamped to 16 bits (saturated) instead of wrapping',
      (z) => between(z, -32768, 32767),
    ],
    ['whole', 'kept as an int32', (z) => z],
  ] as readonly (readonly [string, string, (z: number) => number])[]
).map(([id, words, of]) => ({
  id: `narrow_zero_point_${id}`,
  clause: 'H4',
  bug: `the zero point of the early rules is ${words}`,
  fix: 'cut it to int16',
  fn: {
    narrowZeroPoint: (n, z, mode) => of(n.fn.castInt32(n, n.fn.round(n, z, mode))),
  },
}));

/** Ranges of which a bound is made of magnitudes. */
const magnitudeRanges: readonly Mutant[] = (
  [
    ['high', 'the maximum is that of the magnitudes', (low, high) => [low, Math.max(-low, high)]],
    [
      'low',
      'the minimum is the negative of the largest magnitude',
      (low, high) => [Math.min(low, -high), high],
    ],
    [
      'both',
      'minimum and maximum are those of the magnitudes',
      (low, high) => [
        low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high)),
        Math.max(Math.abs(low), Math.abs(high)),
      ],
    ],
  ] as readonly (readonly [
    string,
    string,
    (low: number, high: number) => readonly [number, number],
  ])[]
).map(([id, words, of]) => ({
  id: `affine_range_of_magnitudes_${id}`,
  clause: 'S22',
  bug: `the range of an affine grid: ${words}, without the sign`,
  fix: 'take minimum and maximum of the values as they are',
  fn: { minMax: (n, values) => of(...primitives.minMax(n, values)) },
}));

/** Integers made of affine codes. */
const shifted = (
  id: string,
  words: string,
  of: (n: Numerics, code: number, zeroPoint: number) => number,
): Mutant => ({
  id: `affine_integers_${id}`,
  clause: 'S47',
  bug: `affine codes that become integers (ASYM to INT32 or SYM_INT32) ${words}`,
  fix: 'c ⊞ zeroPoint',
  fn: { shiftedCodes: (n, x) => n.fn.codesOf(n, x).map((code) => of(n, code, x.zeroPoint)) },
});

const integers: readonly Mutant[] = [
  shifted('subtract_zero_point', 'have the zero point subtracted: its sign is wrong', (n, c, z) =>
    n.fn.addInt32(n, c, 0 - z),
  ),
  shifted('reversed', 'are subtracted from the zero point', (n, c, z) =>
    n.fn.addInt32(n, z, 0 - c),
  ),
  shifted('int8', 'are added to the zero point in 8 bits', (_n, c, z) => ((c + z) << 24) >> 24),
  shifted('int16', 'are added to the zero point in 16 bits', (_n, c, z) => ((c + z) << 16) >> 16),
  shifted('not_negative', 'are cut at 0 with their zero point', (_n, c, z) => Math.max(0, c + z)),
  {
    id: 'float_to_int_half_up',
    clause: 'S35',
    bug: 'FLOAT32 to INT32 adds 0.5 and truncates',
    fix: 'truncate toward zero',
    fn: { truncate: (n, v) => n.fn.castInt32(n, Math.trunc(Math.fround(v + 0.5))) },
  },
];

/** Mistakes in a vector that is spread over a matrix: which of its elements an element of the matrix meets. */
const spreads: readonly (readonly [
  string,
  string,
  (i: number, rows: number, columns: number) => number,
])[] = [
  ['by_column', 'its column', (i, _rows, columns) => i % columns],
  ['by_row', 'its row', (i, _rows, columns) => Math.floor(i / columns)],
  ['modulo_rows', 'its index modulo the number of rows', (i, rows) => i % rows],
  ['over_rows', 'its index over the number of rows', (i, rows) => Math.floor(i / rows)],
  ['by_index', 'its index', (i) => i],
  ['first', 'nothing: always the first', () => 0],
];

const broadcasts: readonly Mutant[] = spreads.flatMap(([id, words, of]): Mutant[] => [
  {
    id: `scale_rows_${id}`,
    clause: 'S104',
    bug: `scaling rows: the element of the vector is chosen by ${words}`,
    fix: 'row i is multiplied by element i of the vector',
    fn: {
      scaleRows: (n, m, vector, out) => {
        n.fn.guardRowBroadcast(n, m, vector, 0, out);
        const [rows, columns] = m.shape as [number, number];
        floats(m).forEach((v, i) => {
          out.data[i] = n.f.mul(checked(floats(vector), of(i, rows, columns)), v);
        });
      },
    },
  },
  {
    id: `sub_row_${id}`,
    clause: 'S104',
    bug: `subtracting a row: the element of the vector is chosen by ${words}`,
    fix: 'column j has element j of the vector subtracted',
    fn: {
      subRow: (n, m, vector, out) => {
        n.fn.guardRowBroadcast(n, m, vector, 1, out);
        const [rows, columns] = m.shape as [number, number];
        floats(m).forEach((v, i) => {
          out.data[i] = n.f.sub(v, checked(floats(vector), of(i, rows, columns)));
        });
      },
    },
  },
]);

/** What is read beyond an array is not defined. */
function checked(values: Float32Array, at: number): number {
  const value = values[at];
  if (value === undefined) throw new RangeError(`element ${at} of ${values.length}`);
  return value;
}

export const comparisonMistakes: readonly Mutant[] = [
  ...guards,
  ...thresholds,
  ...constants,
  ...integers,
  ...broadcasts,
  ...zeroPointRanges,
  ...narrowZeroPoints,
  ...magnitudeRanges,
];
