/** Mistakes in affine grids: range, scale, zero point, encoding and decoding (S22, S24, S26, S27). */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import type { AffineGrid } from '../../../reference/quant/affine.ts';

type Code = (n: Numerics, shifted: number, top: number) => number;

/** Codes of a value that was divided by the scale and moved by the zero point. */
const encode = (id: string, bug: string, fix: string, of: Code): Mutant => ({
  id: `affine_encode_${id}`,
  clause: 'S26',
  bug: `the affine encoder ${bug}`,
  fix,
  fn: {
    encodeAffine: (n, v, grid, bits) => {
      const shifted = n.f.sub(n.f.div(v, grid.scale), n.f.fromInt(grid.zeroPoint));
      return of(n, shifted, Math.trunc(n.fn.aMax(n, bits)));
    },
  },
});

/** The same with the rounding of the record. */
const rounded = (id: string, bug: string, of: (code: number, top: number) => number): Mutant => ({
  id: `affine_encode_${id}`,
  clause: 'S26',
  bug: `the affine encoder ${bug}`,
  fix: 'clamp the rounded code to [0, 2^b − 1]',
  fn: {
    encodeAffine: (n, v, grid, bits, mode) => {
      const shifted = n.f.sub(n.f.div(v, grid.scale), n.f.fromInt(grid.zeroPoint));
      return of(n.fn.round(n, shifted, mode), Math.trunc(n.fn.aMax(n, bits)));
    },
  },
});

const placed = (
  id: string,
  bug: string,
  at: (n: Numerics, v: number, grid: AffineGrid) => number,
): Mutant => ({
  id: `affine_encode_${id}`,
  clause: 'S26',
  bug: `the affine encoder ${bug}`,
  fix: '(v ⊘ s) ⊖ zp, rounded and clamped',
  fn: {
    encodeAffine: (n, v, grid, bits, mode) => {
      const code = n.fn.round(n, at(n, v, grid), mode);
      return n.fn.clampInt(n, code, 0, Math.trunc(n.fn.aMax(n, bits)));
    },
  },
});

const clamped = (code: number, low: number, high: number): number =>
  Math.min(Math.max(code, low), high);

const encodings: readonly Mutant[] = [
  placed(
    'magnitude',
    'takes the magnitude of negative values (without its sign) instead of clamping them to 0',
    (n, v, grid) => Math.abs(n.f.sub(n.f.div(v, grid.scale), n.f.fromInt(grid.zeroPoint))),
  ),
  rounded('low_unclamped', 'does not clamp at 0: negative codes are kept', (c, top) =>
    Math.min(c, top),
  ),
  rounded('high_unclamped', 'does not clamp at 2^b − 1: larger codes are kept', (c) =>
    Math.max(c, 0),
  ),
  rounded('high_wraps', 'does not clamp at 2^b − 1: larger codes wrap', (c, top) =>
    c < 0 ? 0 : c & top,
  ),
  rounded('low_wraps', 'does not clamp at 0: negative codes wrap to large ones', (c, top) =>
    c > top ? top : c & top,
  ),
  rounded('top_too_large', 'clamps to 2^b instead of 2^b − 1', (c, top) => clamped(c, 0, top + 1)),
  rounded('int8_range', 'clamps to [−128, 127], the range of int8', (c) => clamped(c, -128, 127)),
  ...[127, 32767].map((highest) =>
    rounded(
      `signed_top_${highest}`,
      `saturates codes at ${highest}, as if they were signed: the upper half of the range is lost`,
      (c, top) => clamped(c, 0, Math.min(top, highest)),
    ),
  ),
  rounded('uint8_range', 'clamps to [0, 255] whatever the width', (c) => clamped(c, 0, 255)),
  encode('ceils', 'rounds up (ceil)', 'round by the mode of the record', (n, x, top) =>
    clamped(n.fn.castInt32(n, Math.ceil(x)), 0, top),
  ),
  placed('adds', 'adds the zero point instead of subtracting it', (n, v, grid) =>
    n.f.add(n.f.div(v, grid.scale), n.f.fromInt(grid.zeroPoint)),
  ),
  placed('without_zero_point', 'ignores the zero point', (n, v, grid) => n.f.div(v, grid.scale)),
  placed('without_scale', 'ignores the scale', (n, v, grid) =>
    n.f.sub(v, n.f.fromInt(grid.zeroPoint)),
  ),
  placed('multiplies', 'multiplies by the scale instead of dividing by it', (n, v, grid) =>
    n.f.sub(n.f.mul(v, grid.scale), n.f.fromInt(grid.zeroPoint)),
  ),
];

const decode = (
  id: string,
  bug: string,
  of: (n: Numerics, code: number, grid: AffineGrid) => number,
): Mutant => ({
  id: `affine_decode_${id}`,
  clause: 'S27',
  bug: `affine decoding ${bug}`,
  fix: '(c ⊕ zp) ⊗ s, with c and zp as floats',
  fn: { decodeAffine: of },
});

/** Two’s complement of so many bits. */
const narrow = (x: number, bits: number): number => (x << (32 - bits)) >> (32 - bits);

const decodings: readonly Mutant[] = [
  decode(
    'int8',
    'adds code and zero point in signed 8 bits (int8): the sum wraps',
    (n, code, grid) => n.f.mul(n.f.fromInt(narrow(code + grid.zeroPoint, 8)), grid.scale),
  ),
  decode(
    'int16',
    'adds code and zero point in signed 16 bits (int16): the sum wraps',
    (n, code, grid) => n.f.mul(n.f.fromInt(narrow(code + grid.zeroPoint, 16)), grid.scale),
  ),
  decode('uint16', 'adds code and zero point in unsigned 16 bits: the sum wraps', (n, code, grid) =>
    n.f.mul(n.f.fromInt((code + grid.zeroPoint) & 0xffff), grid.scale),
  ),
  decode('code_int8', 'reads the code as a signed 8 bit number (int8)', (n, code, grid) =>
    n.f.mul(n.f.add(n.f.fromInt(narrow(code, 8)), n.f.fromInt(grid.zeroPoint)), grid.scale),
  ),
  decode('zero_point_int8', 'cuts the zero point to signed 8 bits (int8)', (n, code, grid) =>
    n.f.mul(n.f.add(n.f.fromInt(code), n.f.fromInt(narrow(grid.zeroPoint, 8))), grid.scale),
  ),
  decode('zero_point_uint8', 'cuts the zero point to unsigned 8 bits', (n, code, grid) =>
    n.f.mul(n.f.add(n.f.fromInt(code), n.f.fromInt(grid.zeroPoint & 0xff)), grid.scale),
  ),
  decode('without_zero_point', 'ignores the zero point', (n, code, grid) =>
    n.f.mul(n.f.fromInt(code), grid.scale),
  ),
  decode('without_scale', 'ignores the scale', (n, code, grid) =>
    n.f.add(n.f.fromInt(code), n.f.fromInt(grid.zeroPoint)),
  ),
  decode('zero_point_unscaled', 'adds the zero point after scaling, unscaled', (n, code, grid) =>
    n.f.add(n.f.mul(n.f.fromInt(code), grid.scale), n.f.fromInt(grid.zeroPoint)),
  ),
  decode('reversed', 'subtracts the code from the zero point', (n, code, grid) =>
    n.f.mul(n.f.sub(n.f.fromInt(grid.zeroPoint), n.f.fromInt(code)), grid.scale),
  ),
  decode('divides', 'divides by the scale instead of multiplying by it', (n, code, grid) =>
    n.f.div(n.f.add(n.f.fromInt(code), n.f.fromInt(grid.zeroPoint)), grid.scale),
  ),
  decode('clamped', 'clamps code plus zero point at 0', (n, code, grid) =>
    n.f.mul(n.f.fromInt(Math.max(0, code + grid.zeroPoint)), grid.scale),
  ),
];

/** Zero points made otherwise, with the draw of SR mode and without it. */
function zeroPoint(id: string, bug: string, of: (z: number) => number): Mutant[] {
  return [true, false].map((draws) => ({
    id: `affine_zero_point_${id}${draws ? '' : '_undrawn'}`,
    clause: 'S24',
    bug: `the zero point is ${bug}${draws ? '' : ' (and draws nothing)'}`,
    fix: 'round low ⊘ s by the mode, as an int32',
    fn: {
      affineZeroPoint: (n, low, scale, mode) => {
        // keeps the guard
        primitives.affineZeroPoint(n, low, scale, draws ? mode : 'HALF_AWAY');
        return of(n.f.div(low, scale));
      },
    },
  }));
}

/** Zero points of which the right one is changed. */
const zeroPointAfter = (id: string, bug: string, of: (z: number) => number): Mutant => ({
  id: `affine_zero_point_${id}`,
  clause: 'S24',
  bug: `the zero point is ${bug}`,
  fix: 'keep it as an int32, as it was rounded',
  fn: {
    affineZeroPoint: (n, low, scale, mode) => of(primitives.affineZeroPoint(n, low, scale, mode)),
  },
});

const zeroPoints: readonly Mutant[] = [
  ...zeroPoint('truncated', 'truncated instead of rounded: off by one', Math.trunc),
  ...zeroPoint('floored', 'floored instead of rounded: off by one', Math.floor),
  ...zeroPoint('ceiled', 'rounded up (ceil): off by one', Math.ceil),
  ...zeroPoint('half_up', 'rounded with halves up', (z) => Math.floor(z + 0.5)),
  zeroPointAfter('clamped_int8', 'clamped to 8 bits, [−128, 127]', (z) => clamped(z, -128, 127)),
  zeroPointAfter('clamped_uint8', 'clamped to 8 bits, [0, 255]', (z) => clamped(z, 0, 255)),
  zeroPointAfter('clamped_int16', 'clamped to 16 bits', (z) => clamped(z, -32768, 32767)),
  zeroPointAfter('wraps_int8', 'cut to signed 8 bits (int8): it wraps', (z) => narrow(z, 8)),
  zeroPointAfter('wraps_uint8', 'cut to unsigned 8 bits: it wraps', (z) => z & 0xff),
  zeroPointAfter('not_positive', 'never above 0', (z) => Math.min(z, 0)),
  zeroPointAfter('not_negative', 'never below 0', (z) => Math.max(z, 0)),
  zeroPointAfter('sign', 'negated: it has the wrong sign', (z) => 0 - z),
  zeroPointAfter('zero', 'always 0', () => 0),
];

const scale = (
  id: string,
  bug: string,
  of: (n: Numerics, low: number, high: number, bits: number) => number,
): Mutant => ({
  id: `affine_scale_${id}`,
  clause: 'S24',
  bug: `the affine scale ${bug}`,
  fix: '(high ⊖ low) ⊘ (2^b − 1)',
  fn: { affineScale: of },
});

const range = (
  id: string,
  bug: string,
  of: (low: number, high: number) => readonly [number, number],
): Mutant => ({
  id: `affine_range_${id}`,
  clause: 'S22',
  bug: `the range of an affine grid ${bug}`,
  fix: 'take minimum and maximum of the values as they are',
  fn: { minMax: (n, values) => of(...primitives.minMax(n, values)) },
});

const largest = 3.4028234663852886e38;

/** Scans that begin at given values in place of the first one: a NaN at the front is then skipped. */
const scans: readonly Mutant[] = (
  [
    ['zero', '0: the range always contains 0', 0, 0],
    ['infinity', '±∞', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ['largest', '±FLT_MAX', largest, -largest],
    [
      'smallest',
      'FLT_MAX and FLT_MIN, the smallest positive float: the maximum is never negative',
      largest,
      2 ** -126,
    ],
    ['int8', '127 and −128', 127, -128],
    ['magnitude', '±1: the range is never smaller', -1, 1],
  ] as const
).map(([id, words, low, high]) => ({
  id: `affine_range_scan_from_${id}`,
  clause: 'S22',
  bug: `the scan for the range of an affine grid starts at ${words}, not at the first value; NaN is skipped`,
  fix: 'start with the first value as minimum and maximum',
  fn: {
    minMax: (n, values) => {
      // keeps the guard
      primitives.minMax(n, values);
      return Array.from(values).reduce<readonly [number, number]>(
        ([a, b], v) => [v < a ? v : a, v > b ? v : b],
        [low, high],
      );
    },
  },
}));

/** Ranges without extent. */
const constants: readonly Mutant[] = (
  [
    ['lost', 'the scale is 1, and zero point and codes are 0: the value is lost', () => 1],
    ['lost_at_scale', 'zero point and codes are 0: the value is lost', (scale) => scale],
  ] as readonly (readonly [string, string, (scale: number) => number])[]
).map(([id, words, of]) => ({
  id: `affine_constant_${id}`,
  clause: 'S24',
  bug: `where all values are equal, ${words}`,
  fix: 'constant data has the scale |value|, and 1 only for 0; zero point and codes as of any other range',
  fn: {
    quantizeAffine: (n, values, bits, mode) => {
      const [low, high] = n.fn.minMax(n, values);
      if (low !== high) return primitives.quantizeAffine(n, values, bits, mode);
      // draws for the zero point, and refuses what it refuses
      const { scale } = n.fn.affineGrid(n, low, high, bits, mode);
      return { scale: of(scale), zeroPoint: 0, codes: new Int32Array(values.length) };
    },
  },
}));

export const affineMistakes: readonly Mutant[] = [
  ...constants,
  ...scans,
  ...encodings,
  ...decodings,
  ...zeroPoints,
  scale('signed_levels', 'is the range over 2^(b−1) − 1 levels', (n, low, high, bits) =>
    low === high
      ? primitives.affineScale(n, low, high, bits)
      : n.f.div(n.f.sub(high, low), 2 ** (bits - 1) - 1),
  ),
  scale('short_levels', 'is the range over 2^b − 2 levels', (n, low, high, bits) =>
    low === high
      ? primitives.affineScale(n, low, high, bits)
      : n.f.div(n.f.sub(high, low), 2 ** bits - 2),
  ),
  scale('of_maximum', 'comes from the maximum only', (n, _low, high, bits) =>
    n.f.div(high, n.fn.aMax(n, bits)),
  ),
  ...[1e-5, 1e-7, 1e-8, 1e-10, 1e-12, 2 ** -23].map((epsilon) =>
    scale(`at_least_${epsilon}`, `is raised to at least ${epsilon}`, (n, low, high, bits) =>
      Math.max(n.f.div(n.f.sub(high, low), n.fn.aMax(n, bits)), Math.fround(epsilon)),
    ),
  ),
  range(
    'high_from_zero',
    'has a maximum that starts at 0: negative data is stretched to 0',
    (low, high) => [low, Math.max(0, high)],
  ),
  range(
    'low_from_zero',
    'has a minimum that starts at 0: positive data is stretched to 0',
    (low, high) => [Math.min(0, low), high],
  ),
  range('symmetric', 'is made symmetric around 0', (low, high) => {
    const m = Math.max(Math.abs(low), Math.abs(high));
    return [-m, m];
  }),
  {
    id: 'nibbles_in_halves',
    clause: 'S5',
    bug: 'packed 4 bit codes are read in another layout: the first half in the low nibbles, the second half in the high ones',
    fix: 'element 2k in the low nibble of byte k, element 2k + 1 in the high one',
    fn: {
      unpackBits: (n, bytes, bits, count) => {
        const codes = primitives.unpackBits(n, bytes, bits, count);
        if (bits !== 4 || count % 2 !== 0) return codes;
        const half = count / 2;
        return codes.map((_, k) => codes[k < half ? 2 * k : 2 * (k - half) + 1]!);
      },
    },
  },
  {
    id: 'last_odd_nibble_lost',
    clause: 'S5',
    bug: 'the last element of an odd number of packed 4 bit codes is not unpacked',
    fix: 'read ⌈n·b/8⌉ bytes',
    fn: {
      unpackBits: (n, bytes, bits, count) => {
        const codes = primitives.unpackBits(n, bytes, bits, count);
        if (bits === 4 && count % 2 !== 0) codes[count - 1] = 0;
        return codes;
      },
    },
  },
];
