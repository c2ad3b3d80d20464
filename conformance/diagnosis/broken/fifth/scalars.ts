/** Fifth set of reports that were unseen: codes, packing, rounding. */

import type { BugReport } from '../entry.ts';

export const scalars: readonly BugReport[] = [
  {
    id: 'fifth_15',
    address: 'https://github.com/llvm/torch-mlir/pull/4487',
    essence: 'clamped to the signed range before the zero point is applied',
    function: /affine/,
    mistake: /before the zero point/,
    edits: [
      {
        file: 'gv_affine.c',
        from: `    float shifted = v / grid.scale - gv_i2f(grid.zero_point);
    return gv_clamp_int(gv_round(ctx, shifted, mode), 0, top);`,
        to: `    int32_t quotient = gv_clamp_int(gv_round(ctx, v / grid.scale, mode), -(top / 2) - 1, top / 2);
    int64_t code = (int64_t)quotient - grid.zero_point;
    return code < 0 ? 0 : (code > top ? top : (int32_t)code);`,
      },
    ],
  },
  {
    id: 'fifth_21',
    address: 'https://github.com/bitsandbytes-foundation/bitsandbytes/pull/1721',
    essence: 'packed bytes keep the bits of earlier bytes (width 4)',
    function: /pack/,
    mistake: /earlier bytes|bytes before|not cleared/,
    edits: [
      {
        file: 'gv_pack.c',
        from: `    uint64_t mask = ((uint64_t)1 << bits) - 1u;
    for (uint32_t k = 0; k < count; k++) {
        window |= ((uint64_t)(uint32_t)codes[k] & mask) << held;
        held += bits;
        while (held >= 8u) {
            *bytes++ = (uint8_t)window;
            window >>= 8;
            held -= 8u;
        }
    }
    if (held > 0u) {
        *bytes = (uint8_t)window;`,
        to: `    uint8_t packed = 0;
    uint64_t mask = ((uint64_t)1 << bits) - 1u;
    for (uint32_t k = 0; k < count; k++) {
        window |= ((uint64_t)(uint32_t)codes[k] & mask) << held;
        held += bits;
        while (held >= 8u) {
            packed = (uint8_t)(bits == 4u ? packed | window : window);
            *bytes++ = packed;
            window >>= 8;
            held -= 8u;
        }
    }
    if (held > 0u) {
        *bytes = (uint8_t)(bits == 4u ? packed | window : window);`,
      },
    ],
  },
  {
    id: 'fifth_25',
    address: 'https://github.com/vllm-project/compressed-tensors/pull/9',
    essence: 'the range scan starts from 0 instead of the first value',
    function: /affine/,
    mistake: /contains? 0/,
    edits: [
      {
        file: 'js/kernels/affine.ts',
        from: '  let [low, high] = [values[0] ?? 0, values[0] ?? 0];',
        to: '  let [low, high] = [0, 0];',
      },
    ],
  },
  {
    id: 'fifth_31',
    address: 'https://github.com/Samsung/ONE/pull/9976',
    essence: '0.5 is added before a rounding that rounds to nearest',
    function: /requant_fixed|requantFixed/,
    mistake: /adds 0\.5/,
    edits: [
      {
        file: 'js/kernels/requant.ts',
        from: '      const v = fround(fround(fround(q[i]!) * x.scale) / y.scale);',
        to: '      const v = fround(fround(fround(fround(q[i]!) * x.scale) / y.scale) + 0.5);',
      },
    ],
  },
];
