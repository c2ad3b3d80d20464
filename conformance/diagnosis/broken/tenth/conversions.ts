/** Tenth set of reports that were unseen: rounding, codes, zero points, elementary functions. */

import type { BugReport } from '../entry.ts';

export const conversions: readonly BugReport[] = [
  {
    id: 'tenth_01',
    address: 'https://github.com/moonbitlang/core/issues/3912',
    essence: 'a half is added before the fraction is cut, and the sum itself is rounded',
    function: /round|quant|encode|convert|seed/,
    mistake:
      /(sum|addition|adding|added|plus|\+).{0,60}(0\.5|½|half).{0,80}(rounded|rounds|itself|inexact|float|twice|double|lost|precision)|0\.49999|(just|right|directly|immediately|next|largest|greatest|last|closest)\b.{0,40}(below|under|before|less than).{0,12}(0\.5|½|a? ?half|tie)|predecessor|(magnitude|\|x\||abs\w*(\(x\)| of x)?) ?\+ ?(0\.5|½)|double rounding|2\^23|2²³/i,
    edits: [
      {
        file: 'gv_round.c',
        from: `    if (magnitude < GV_INTEGRAL) {
        /* adding 2^23 rounds to the nearest integer, ties to even; only a tie that went down is moved */
        float nearest = (magnitude + GV_INTEGRAL) - GV_INTEGRAL;
        if (magnitude - nearest == 0.5f) {
            nearest += 1.0f;
        }
        magnitude = nearest;
    }`,
        to: `    if (magnitude < 2.0f * GV_INTEGRAL) {
        magnitude = gv_i2f((int32_t)(magnitude + 0.5f));
    }`,
      },
    ],
  },
  {
    id: 'tenth_02',
    address: 'https://github.com/tenstorrent/tt-metal/issues/56525',
    essence: 'halves go up, also those of negative values',
    function: /round|quant|encode|convert|seed/,
    mistake:
      /halves.{0,30}\bup\b|half ?-?_?up|floor|(tie|hal(f|ves)).{0,60}(up\b|upward|\+ ?∞|\+ ?inf|positive infinity|towards? (plus|positive|0|zero))|negative (ties|halves)|(up|upward|towards? (\+|plus|positive)).{0,40}(tie|hal(f|ves))|Math\.round/i,
    edits: [
      {
        file: 'js/kernels/rounding.ts',
        from: '  return castInt32(up - x === 0.5 && x < 0 ? up - 1 : up);',
        to: '  return castInt32(up);',
      },
    ],
  },
  {
    id: 'tenth_03',
    address: 'https://github.com/ARM-software/CMSIS_5/pull/665',
    essence: 'the bias of an integer convolution is read as 8 bits',
    function: /conv1d/,
    mistake:
      /bias.{0,80}(int8|8[- ]?bits?|bytes?\b|narrow|2\^8|\b256\b|char\b|−128|-128|\b127\b)|(int8|8[- ]bits?|bytes?|narrow|2\^8).{0,80}(bias|seed)|seeds?.{0,60}(int8|8[- ]bits?)/i,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: 'gv_rescale_bias(ctx, gv_i32(bias)[c], bias->scale',
        to: 'gv_rescale_bias(ctx, (int8_t)gv_i32(bias)[c], bias->scale',
      },
    ],
  },
  {
    id: 'tenth_04',
    address: 'https://github.com/OpenNMT/CTranslate2/pull/666',
    essence: 'unsigned codes above 127 saturate at 127',
    function: /affine|asym|convert|quantization|fill|execute/,
    mistake:
      /\b127\b|int8|signed (8|byte|char|range|clamp|bound)|(upper|top|largest|highest|high) (code|bound|half|clamp|end|limit).{0,60}(too (small|low|narrow)|wrong|smaller|signed|half|2\^)|2\^7|qmax|half (of )?(the |its )?(range|codes|levels)|upper half/i,
    edits: [
      {
        file: 'gv_affine.c',
        from: '    return gv_clamp_int(gv_round(ctx, shifted, mode), 0, top);',
        to: '    return gv_clamp_int(gv_round(ctx, shifted, mode), 0, top < 127 ? top : 127);',
      },
    ],
  },
  {
    id: 'tenth_05',
    address: 'https://github.com/uxlfoundation/oneDNN/pull/5879',
    essence: 'a requantization to a given scale cuts codes to their width instead of clamping them',
    function: /requant/,
    mistake:
      /wrap|modulo|mod 2|overflow|low(er|est)? (\w+ )?bits|truncat\w* to (its|the|their) width|sign-?extend|(no|not|without|missing|lacks?|never)\b.{0,20}(clamp|saturat)|unclamped|2\^b/i,
    edits: [
      {
        file: 'js/kernels/requant.ts',
        from: '      codes[i] = roundBy(ctx, y.rounding, v < low ? low : v > high ? high : v);',
        to: `      const code = roundBy(ctx, y.rounding, v);
      const unused = low < high ? 32 - y.bits : 0;
      codes[i] = (code << unused) >> unused;`,
      },
    ],
  },
  {
    id: 'tenth_22',
    address: 'https://github.com/apache/arrow/issues/51194',
    essence: 'the search for the largest value starts from the smallest positive float',
    function: /affine|asym|convert|quantization|fill|execute/,
    mistake:
      /FLT_MIN|(smallest|tiny|small|least) positive|1\.17|(max\w*|largest|upper|most|top|high(est)?)\b.{0,60}(start|begin|begun|init|zero|\b0\b|positive|negative)|(start|begin|begun|init)\w*.{0,60}(zero|\b0\b|FLT_MIN|positive)|(all|only)[- ]negative|negative (tensors?|values|ranges?|elements)|(includ|contain|widen|extend|cover)\w*.{0,20}(0\b|zero)|(0|zero) (is )?(in|made|included|put)/i,
    edits: [
      {
        file: 'gv_affine.c',
        from: `    float most = values[0];
    for (uint32_t i = 1; i < count; i++) {`,
        to: `    float most = 1.17549435e-38f;
    for (uint32_t i = 0; i < count; i++) {`,
      },
    ],
  },
  {
    id: 'tenth_23',
    address: 'https://github.com/tenstorrent/tt-metal/pull/55802',
    essence: 'the argument of exp has no lower bound: far below 0 the exponent wraps',
    function: /exp|softmax/,
    mistake:
      /negative.{0,60}(large|argument|input|wrong|garbage|inf|huge|bound|not)|(large|big|far|very|strongly|huge)\w*.{0,20}negative|underflow|lower (bound|limit|clamp)|(−|-) ?104|(not|no|never|un).{0,20}(clamp|cut|flush|bound|guard|saturat)|below .{0,20}(104|bound|range|limit)|exponent.{0,60}(wrap|overflow|range|negative|field)|(instead of|in place of|not|where) (0\b|zero)/i,
    edits: [
      {
        file: 'gv_exp_log.c',
        from: `    if (x < -104.0f) {
        return 0.0f;
    }
`,
        to: '',
      },
    ],
  },
  {
    id: 'tenth_30',
    address: 'https://github.com/harvard-edge/cs249r_book/pull/1444',
    essence: 'of equal values the scale is 1, and zero point and codes are 0: the value is lost',
    function: /affine|asym|convert|quantization|fill|execute/,
    mistake:
      /constant|equal (values|elements|numbers)|(all|every)\w*.{0,30}(equal|the same|one value)|(zero|empty|degenerate|no)[- ](range|span|width|spread)|range.{0,20}(0\b|zero|empty)|low ?(=+|is|equals) ?(the )?high|min\w* ?(=+|is|equals) ?(the )?max|single value|identical/i,
    edits: [
      {
        file: 'gv_affine.c',
        from: '    GV_TRY(gv_derive_grid(ctx, low, high, bits, mode, &fresh));',
        to: `    GV_TRY(gv_derive_grid(ctx, low, high, bits, mode, &fresh));
    if (low == high) {
        for (uint32_t i = 0; i < count; i++) {
            codes[i] = 0;
        }
        *grid = (gv_grid){.scale = 1.0f, .zero_point = 0};
        return GV_OK;
    }`,
      },
    ],
  },
];
