/** Third set of unseen reports: scalars, codes, thresholds. */

import type { BugReport } from '../entry.ts';

export const scalars: readonly BugReport[] = [
  {
    id: 'third_02',
    address: 'https://github.com/ml-explore/mlx/pull/3694',
    essence: 'strict comparison at the threshold: equality is replaced too',
    function: /threshold/,
    mistake: /equal|strict|NaN/,
    edits: [
      {
        file: 'js/kernels/pointwise.ts',
        from: `    const [b, alt] = [call.f32('b'), call.f32('alt')];
    for (let i = 0; i < x.length; i++) y[i] = x[i]! < b ? alt : x[i]!;`,
        to: `    const [b, alt] = [call.f32('b'), call.f32('alt')];
    for (let i = 0; i < x.length; i++) y[i] = x[i]! > b ? x[i]! : alt;`,
      },
    ],
  },
  {
    id: 'third_05',
    address: 'https://github.com/hatchetProject/QuEST/issues/18',
    essence: 'the zero point is missing from the encoded value',
    function: /encode_affine|encodeAffine/,
    mistake: /zero point/,
    edits: [
      {
        file: 'gv_affine.c',
        from: '    float shifted = v / grid.scale - gv_i2f(grid.zero_point);',
        to: '    float shifted = v / grid.scale;',
      },
    ],
  },
  {
    id: 'third_07',
    address: 'https://github.com/pytorch/ao/issues/4713',
    essence: 'scale of an all-zero tensor is 0 instead of 1',
    function: /quantize|symmetricScale/,
    mistake: /scale 0|scale_zero_zero/,
    edits: [
      {
        file: 'gv_quant.c',
        from: '    return m == 0.0f ? 1.0f : m / gv_qmax(bits);',
        to: '    return m / gv_qmax(bits);',
      },
    ],
  },
  {
    id: 'third_15',
    address: 'https://github.com/modular/modular/pull/7102',
    essence: 'subnormal results of exp are flushed to zero',
    function: /exp/,
    mistake: /subnormal/,
    edits: [
      {
        file: 'gv_exp_log.c',
        from: '    /* 2^128 - 2^103: from here on the nearest float32 is infinity */',
        to: `    if (result < 1.1754943508222875e-38) {
        return 0.0f;
    }
    /* 2^128 - 2^103: from here on the nearest float32 is infinity */`,
      },
    ],
  },
  {
    id: 'third_20',
    address: 'https://github.com/keras-team/keras/pull/22338',
    essence:
      'packing 4 bits: high nibble shifted in a saturating int8 (only odd elements that are negative)',
    function: /pack/,
    mistake: /nibble.*(saturat|127)|saturat.*nibble/,
    edits: [
      {
        file: 'gv_pack.c',
        from: `    for (uint32_t k = 0; k < count; k++) {
        window |= ((uint64_t)(uint32_t)codes[k] & mask) << held;`,
        to: `    if (bits == 4u) {
        for (uint32_t k = 0; k < count; k += 2u) {
            int32_t high = k + 1u < count ? (codes[k + 1u] & 15) * 16 : 0;
            *bytes++ = (uint8_t)((codes[k] & 15) | (high > INT8_MAX ? INT8_MAX : high));
        }
        return;
    }
    for (uint32_t k = 0; k < count; k++) {
        window |= ((uint64_t)(uint32_t)codes[k] & mask) << held;`,
      },
    ],
  },
];
