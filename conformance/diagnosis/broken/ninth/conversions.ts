/** Ninth set of reports that were unseen: codes, grids and arithmetic on mantissas. */

import type { BugReport } from '../entry.ts';

export const conversions: readonly BugReport[] = [
  {
    id: 'ninth_13',
    address: 'https://github.com/pytorch/executorch/pull/2167',
    essence: 'the zero point is applied behind the clamp',
    function: /affine|asym|convert|quantization|fill|execute/,
    mistake:
      /zero point.{0,60}(after|behind|outside|following|later|once).{0,40}(clamp|bound|limit|saturat|range)|(clamp|bound|limit|saturat)\w*.{0,60}(before|ahead of|in front of|without|precedes?).{0,40}zero point|clamp\w*.{0,40}too early/i,
    edits: [
      {
        file: 'gv_affine.c',
        from: `    float shifted = v / grid.scale - gv_i2f(grid.zero_point);
    return gv_clamp_int(gv_round(ctx, shifted, mode), 0, top);`,
        to: '    return gv_clamp_int(gv_round(ctx, v / grid.scale, mode), 0, top) - grid.zero_point;',
      },
    ],
  },
  {
    id: 'ninth_14',
    address: 'https://github.com/intel/auto-round/pull/2273',
    essence: 'the bits of a code beyond its width run into the next code',
    function: /pack|convert|fill|quantization|execute|accumulate/,
    mistake:
      /mask|(upper|high(er)?|sign|other|excess|surplus|all|leading) bits?|bits?.{0,60}(neighbou?r|next (code|field|element|one)|spill|overlap|into|leak|beyond|carr(y|ied)|overflow)|(codes?|fields?|values?).{0,60}(neighbou?r|spill|overlap|run into|leak|cut to|truncated to|reduced to)/i,
    edits: [
      {
        file: 'gv_pack.c',
        from: '        window |= ((uint64_t)(uint32_t)codes[k] & mask) << held;',
        to: '        window |= (uint64_t)(uint32_t)codes[k] << held;',
      },
    ],
  },
  {
    id: 'ninth_15',
    address: 'https://github.com/flashinfer-ai/flashinfer/pull/2612',
    essence: 'codes are clamped to the range of one width, whatever the target',
    function: /quant|encode|convert|range|fill|store|accumulate|rsqrt|sym_/,
    mistake:
      /\b8[- ]?bits?|\beight[- ]?bits?|(widths?|bounds?|ranges?|limits?|clamp\w*).{0,60}(constant|fixed|hard-?coded|always|the same|whatever|127|128|another width|other width|of 8|is 8)|int8|\[?[−-]128|width.{0,20}(ignored|not used)/i,
    edits: [
      {
        file: 'gv_quant.c',
        from: '    gv_range range = {.low = gv_qmin(bits), .high = gv_qmax(bits)};',
        to: '    gv_range range = {.low = gv_qmin(8u), .high = gv_qmax(8u)};',
      },
    ],
  },
  {
    id: 'ninth_16',
    address: 'https://github.com/vllm-project/vllm/pull/38966',
    essence: 'the zero point is one off where codes are decoded',
    function: /affine|asym|convert|decode|values|quantization|execute/,
    mistake:
      /(zero point|codes?|decoded?).{0,60}(off by|one (less|more|lower|higher|off|too)|[−-] ?1\b|\+ ?1\b|(minus|plus) (1|one)|by (one|1)\b|1 (less|more|lower|higher|too))|(off by|one (less|more|lower|higher|off|too)|by (one|1)\b).{0,40}(zero point|codes?|decod)/i,
    edits: [
      {
        file: 'gv_affine.h',
        from: '    return ((float)code + (float)grid.zero_point) * grid.scale;',
        to: '    return ((float)code + ((float)grid.zero_point - 1.0f)) * grid.scale;',
      },
    ],
  },
  {
    id: 'ninth_23',
    address: 'https://github.com/apple/coreai-torch/issues/112',
    essence: 'in a product the scale of the output stands for that of the second operand',
    function: /sym_(mul|div)/,
    mistake:
      /scale (of|from) (the )?(output|result|target|destination|y\b).{0,60}(taken|used|stands|in place|instead|factor|multipl)|(taken|used|uses|takes|reads?|with|by|times|from|stands|multipl\w*).{0,20}scale of (the )?(output|result|target|destination|y\b)|(taken|used|uses|takes|reads?|with|by|times|from|stands).{0,40}(output|result|target|destination|\by\b).{0,20}scale|(\bb|second|right|other)( operand)?('s)? scale.{0,40}(not|ignored|replaced|left out|in place|instead|missing|never)|scale of (the )?(b\b|second|right|other).{0,60}(not|ignored|replaced|left out|in place|instead|missing|never)|(stale|previous|\bold|stored).{0,30}scale|scale.{0,40}(was there|from before)/i,
    edits: [
      {
        file: 'js/kernels/pointwise.ts',
        from: '    const scale = fround(scaleFn(a.scale, b.scale));',
        to: '    const scale = fround(scaleFn(a.scale, y.scale));',
      },
    ],
  },
];
