/** Mistakes in affine grids (S8, S22, S24, S26, S27). */

import { primitives } from '../../primitives.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'affine_divisor_power_of_two',
    clause: 'S24',
    pitfalls: ['A-M62'],
    bug: 'the range is divided by 2^b',
    fix: 'divide by 2^b − 1',
    fn: {
      affineScale: (n, low, high, bits) =>
        low === high
          ? primitives.affineScale(n, low, high, bits)
          : n.f.div(n.f.sub(high, low), 2 ** bits),
    },
  },
  {
    id: 'affine_decode_subtracts',
    clause: 'S27',
    pitfalls: ['A-M63'],
    bug: 'the zero point is subtracted on decoding',
    fix: 'the zero point is added: (c ⊕ zp) ⊗ s',
    fn: {
      decodeAffine: (n, code, grid) =>
        n.f.mul(n.f.sub(n.f.fromInt(code), n.f.fromInt(grid.zeroPoint)), grid.scale),
    },
  },
  {
    id: 'affine_decode_distributes',
    clause: 'S27',
    pitfalls: ['A-M64'],
    bug: 'decoding computes c ⊗ s ⊕ zp ⊗ s',
    fix: 'add code and zero point first, then multiply once',
    fn: {
      decodeAffine: (n, code, grid) =>
        n.f.add(
          n.f.mul(n.f.fromInt(code), grid.scale),
          n.f.mul(n.f.fromInt(grid.zeroPoint), grid.scale),
        ),
    },
  },
  {
    id: 'affine_zero_point_undrawn',
    clause: 'S24',
    pitfalls: ['A-M65'],
    bug: 'the zero point is rounded half-away without a draw',
    fix: 'round the zero point by the mode, before any element',
    fn: {
      affineZeroPoint: (n, low, scale) => primitives.affineZeroPoint(n, low, scale, 'HALF_AWAY'),
    },
  },
  {
    id: 'affine_zero_point_last',
    clause: 'S24',
    pitfalls: ['A-M65'],
    bug: 'the zero point draws after the elements',
    fix: 'the zero point draws first',
    fn: {
      quantizeAffine: (n, values, bits, mode) => {
        const before = n.rng.state;
        for (let i = 0; i < values.length && mode === 'SR_HALF_AWAY'; i++) n.fn.rngStep(n);
        const [low, high] = n.fn.minMax(n, values);
        const grid = n.fn.affineGrid(n, low, high, bits, mode);
        const after = n.rng.state;
        n.rng.state = before;
        const codes = Int32Array.from(values, (v) => n.fn.encodeAffine(n, v, grid, bits, mode));
        n.rng.state = after;
        return { ...grid, codes };
      },
    },
  },
  {
    id: 'affine_subtract_after_rounding',
    clause: 'S26',
    pitfalls: ['A-M66'],
    bug: 'the zero point is subtracted after rounding',
    fix: 'subtract it in float32 before rounding',
    fn: {
      encodeAffine: (n, v, grid, bits, mode) => {
        const code = n.fn.round(n, n.f.div(v, grid.scale), mode) - grid.zeroPoint;
        return n.fn.clampInt(n, code, 0, Math.trunc(n.fn.aMax(n, bits)));
      },
    },
  },
  {
    id: 'affine_subtract_before_dividing',
    clause: 'S26',
    pitfalls: ['A-M67'],
    bug: 'the code is (v ⊖ zp ⊗ s) ⊘ s',
    fix: 'divide first, then subtract the zero point',
    fn: {
      encodeAffine: (n, v, grid, bits, mode) => {
        const shifted = n.f.sub(v, n.f.mul(n.f.fromInt(grid.zeroPoint), grid.scale));
        const code = n.fn.round(n, n.f.div(shifted, grid.scale), mode);
        return n.fn.clampInt(n, code, 0, Math.trunc(n.fn.aMax(n, bits)));
      },
    },
  },
  {
    id: 'affine_grid_contains_zero',
    clause: 'S24',
    pitfalls: ['A-M68'],
    bug: 'the range is widened to contain 0',
    fix: 'use minimum and maximum as they are',
    fn: {
      minMax: (n, values) => {
        const [low, high] = primitives.minMax(n, values);
        return [Math.min(low, 0), Math.max(high, 0)];
      },
    },
  },
  {
    id: 'affine_constant_scale_one',
    clause: 'S24',
    pitfalls: ['A-M69'],
    bug: 'constant data gets scale 1',
    fix: 'constant data gets scale |value|, and 1 only for 0',
    fn: {
      affineScale: (n, low, high, bits) =>
        low === high ? 1 : primitives.affineScale(n, low, high, bits),
    },
  },
  {
    id: 'affine_zero_point_int16',
    clause: 'S24',
    pitfalls: ['A-M70'],
    bug: 'the zero point is stored in 16 bits',
    fix: 'the zero point is int32',
    fn: {
      affineZeroPoint: (n, low, scale, mode) =>
        (primitives.affineZeroPoint(n, low, scale, mode) << 16) >> 16,
    },
  },
  {
    id: 'affine_top_code_short',
    clause: 'S26',
    pitfalls: ['A-M71'],
    bug: 'codes are clamped to 2^b − 2',
    fix: 'the top code is 2^b − 1',
    fn: {
      encodeAffine: (n, v, grid, bits, mode) =>
        Math.min(primitives.encodeAffine(n, v, grid, bits, mode), 2 ** bits - 2),
    },
  },
  {
    id: 'affine_signed_codes',
    clause: 'S26',
    pitfalls: ['A-M71'],
    bug: 'codes are clamped to the signed range',
    fix: 'codes run from 0 to 2^b − 1',
    fn: {
      encodeAffine: (n, v, grid, bits, mode) =>
        Math.min(primitives.encodeAffine(n, v, grid, bits, mode), 2 ** (bits - 1) - 1),
    },
  },
  {
    id: 'affine_unguarded_zero_point',
    clause: 'S24',
    pitfalls: ['A-M72'],
    bug: 'a zero point outside int32 is not refused',
    fix: 'refuse unless −2^31 ≤ z < 2^31',
    fn: {
      affineZeroPoint: (n, low, scale, mode) => n.fn.round(n, n.f.div(low, scale), mode),
    },
  },
  {
    id: 'affine_reciprocal',
    clause: 'S26',
    bug: 'a value is multiplied by the reciprocal of the scale',
    fix: 'divide by the scale',
    fn: {
      encodeAffine: (n, v, grid, bits, mode) => {
        const quotient = n.f.mul(v, n.f.div(1, grid.scale));
        const shifted = n.f.sub(quotient, n.f.fromInt(grid.zeroPoint));
        return n.fn.clampInt(n, n.fn.round(n, shifted, mode), 0, Math.trunc(n.fn.aMax(n, bits)));
      },
    },
  },
  {
    id: 'affine_encode_undrawn_order',
    clause: 'S38',
    bug: 'minimum and maximum are exchanged',
    fix: 'the zero point comes from the minimum',
    fn: {
      minMax: (n, values) => {
        const [low, high] = primitives.minMax(n, values);
        return [high, low];
      },
    },
  },
  {
    id: 'affine_constant_scale_zero',
    clause: 'S24',
    pitfalls: ['A-M69'],
    bug: 'constant data gets scale 0',
    fix: 'constant data gets scale |value|, and 1 only for 0',
    fn: {
      affineScale: (n, low, high, bits) =>
        low === high ? 0 : primitives.affineScale(n, low, high, bits),
    },
  },
];
