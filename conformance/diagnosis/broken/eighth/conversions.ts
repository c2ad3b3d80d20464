/** Eighth set of reports that were unseen: conversions and draws. */

import type { BugReport } from '../entry.ts';

export const conversions: readonly BugReport[] = [
  {
    id: 'eighth_02',
    address: 'https://github.com/apache/tvm/pull/20298',
    essence: 'the quotient of an average pool is truncated',
    function: /pool/,
    mistake: /truncat/,
    edits: [
      {
        file: 'gv_pool.c',
        from: `    /* the remainder against n - n/2 avoids a sum beyond uint32 */
    if (magnitude % n >= n - n / 2u) {
        quotient = quotient + 1u;
    }`,
        to: '',
      },
    ],
  },
  {
    id: 'eighth_12',
    address: 'https://github.com/1bit-MONSTER/1bit-MONSTER/issues/704',
    essence: 'negative codes are packed as 0',
    function: /repack|convert/,
    mistake: /negative/,
    edits: [
      {
        file: 'js/kernels/wires.ts',
        from: '  packInto(codes, y.bits, bytesOf(y));',
        to: '  packInto(codes.map((code) => Math.max(code, 0)), y.bits, bytesOf(y));',
      },
    ],
  },
  {
    id: 'eighth_16',
    address: 'https://github.com/ModelCloud/GPTQModel/pull/2963',
    essence: 'codes that do not fit are packed modulo 2^b',
    function: /repack|convert|accumulate/,
    mistake: /not checked|wrap|refus/,
    edits: [
      {
        file: 'gv_convert.c',
        from: '    GV_TRY(gv_guard_fit(ctx, codes, y->count, y->bits));',
        to: '    GV_TRY(gv_guard_fit(ctx, codes, 0u, y->bits));',
      },
    ],
  },
  {
    id: 'eighth_20',
    address: 'https://github.com/microsoft/onnxscript/pull/3052',
    essence: 'codes are clamped to the container, not to the width',
    function: /requant|encode|quantize/,
    mistake: /contain|clamp|8, 16/,
    edits: [
      {
        file: 'js/kernels/requant.ts',
        from: `
/** A rounding into the code range of a width, in the contract's order of clamp and rounding (S25). */`,
        to: `
/** The range of the integer type that holds codes of a width. */
function containerOf(bits: number): [number, number] {
  const width = bits <= 8 ? 8 : bits <= 16 ? 16 : 32;
  return [bottomCode(width), topCode(width)];
}

/** A rounding into the code range of a width, in the contract's order of clamp and rounding (S25). */`,
      },
      {
        file: 'js/kernels/requant.ts',
        from: '  const [low, high] = [bottomCode(bits), topCode(bits)];',
        to: '  const [low, high] = containerOf(bits);',
      },
      {
        file: 'js/kernels/requant.ts',
        from: '    const [low, high] = [bottomCode(y.bits), topCode(y.bits)];',
        to: '    const [low, high] = containerOf(y.bits);',
      },
    ],
  },
];
