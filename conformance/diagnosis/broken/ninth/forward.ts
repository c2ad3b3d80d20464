/** Ninth set of reports that were unseen: layers and losses. */

import type { BugReport } from '../entry.ts';

export const forward: readonly BugReport[] = [
  {
    id: 'ninth_01',
    address: 'https://github.com/lmjohns3/theanets/pull/123',
    essence: 'dropout divides what it keeps by the rate of what it drops',
    function: /dropout/,
    mistake:
      /1 ?[/÷] ?p\b|(divid|scal|multipl)\w*.{0,20} by (1 ?[/÷] ?)?(p\b|the (drop(out)? )?(rate|probability))|(\bp\b|rate|probability).{0,40}(in place|instead|rather|for).{0,40}(1 ?[−-] ?p|keep|kept)/i,
    edits: [
      {
        file: 'gv_activation.c',
        from: '    float keep = 1.0f - p;',
        to: '    float keep = p;',
      },
    ],
  },
  {
    id: 'ninth_02',
    address: 'https://github.com/ARM-software/CMSIS_5/issues/1047',
    essence: 'the rounding constant is unsigned, and with it the division of negative sums',
    function: /adaptive/,
    mistake:
      /unsigned|uint32|without (a |its |the )?sign|logical(ly)? (right )?shift|sign (is |bit is )?(lost|ignored|dropped)|zero-?extend|2\^32/i,
    edits: [
      {
        file: 'gv_pool.c',
        from: `    uint32_t magnitude = sum < 0 ? 0u - (uint32_t)sum : (uint32_t)sum;
    uint32_t quotient = magnitude / n;
    /* the remainder against n - n/2 avoids a sum beyond uint32 */
    if (magnitude % n >= n - n / 2u) {
        quotient = quotient + 1u;
    }
    return (int32_t)(sum < 0 ? 0u - quotient : quotient);`,
        to: '    return (int32_t)((sum + (n >> 1)) / n);',
      },
    ],
  },
  {
    id: 'ninth_03',
    address: 'https://github.com/sonos/tract/pull/2654',
    essence: 'an average of floats at the border is divided by the taps inside',
    function: /avg_pool1d/,
    mistake:
      /(taps|samples|elements|values|positions|count).{0,40}(inside|valid|cover|actual|real|present|within|there (are|is)|of the input)|(valid|actual|real|covered|own) (number|count|taps|samples|elements|positions)|padd.{0,40}(not (be )?count|exclu|left out|without|does not|ignor)|(without|exclu\w*|ignor\w*|not counting) .{0,20}padd|count_include_pad/i,
    edits: [
      {
        file: 'gv_pool.c',
        from: '    return gv_i2f((int32_t)(pool->kind == GV_POOL_AVERAGE ? pool->window.kernel : c.count));',
        to: '    return gv_i2f((int32_t)c.count);',
      },
    ],
  },
  {
    id: 'ninth_04',
    address: 'https://github.com/microsoft/onnxruntime/issues/31573',
    essence: 'two products are summed in 16 bits before they are widened',
    function: /matmul|linear|multiply/,
    mistake:
      /(sums?|products?|accumulat\w*|partial|lanes?|pairs?|intermediate).{0,60}(16[- ]bits?|int16|2\^16|65 ?536)|(16[- ]bits?|int16).{0,60}(sums?|products?|accumulat|lanes?|pairs?|intermediate)/i,
    edits: [
      {
        file: 'gv_matmul.c',
        from: `            for (uint32_t k = 0; k < inner; k++, at_a += a_step, at_b += b_step) {
                acc += a_row[at_a] * b_col[at_b];
            }`,
        to: `            int16_t lane = 0;
            for (uint32_t k = 0; k < inner; k++, at_a += a_step, at_b += b_step) {
                lane = (int16_t)(lane + a_row[at_a] * b_col[at_b]);
                if ((k & 1u) != 0u || k + 1u == inner) {
                    acc += lane;
                    lane = 0;
                }
            }`,
      },
    ],
  },
  {
    id: 'ninth_05',
    address: 'https://github.com/tiny-dnn/tiny-dnn/issues/159',
    essence: 'the squared error is halved',
    function: /mse/,
    mistake:
      /half|halved|halves|½|1 ?[/÷] ?2|0\.5|(divided|scaled) by (2|two)|factor (of )?(2|two)/i,
    edits: [
      {
        file: 'gv_loss.c',
        from: '        sum = sum + delta * delta;',
        to: '        sum = sum + delta * delta / 2.0f;',
      },
    ],
  },
  {
    id: 'ninth_06',
    address: 'https://github.com/eriklindernoren/PyTorch-YOLOv3/pull/137',
    essence: 'the mean of the cross-entropy is taken twice',
    function: /cross_entropy/,
    mistake:
      /twice|two times|second (time|division|mean)|once more|\bagain\b|squared? (of )?(the )?(n\b|number|count|samples|batch|first extent)|doubly|n²|n\^2/i,
    edits: [
      {
        file: 'gv_softmax.c',
        from: '    *loss = mean && output->rank >= 2u ? sum / gv_i2f((int32_t)output->dims[0]) : sum;',
        to: `    if (mean && output->rank >= 2u) {
        sum = sum / gv_i2f((int32_t)output->dims[0]);
        sum = sum / gv_i2f((int32_t)output->dims[0]);
    }
    *loss = sum;`,
      },
    ],
  },
  {
    id: 'ninth_18',
    address: 'https://github.com/NVIDIA/cutlass/pull/1112',
    essence: 'the epsilon of a norm is a constant, whatever the layer says',
    function: /norm/,
    mistake:
      /(eps(ilon)?|ε).{0,60}(constant|fixed|hard-?coded|always|ignored|1e-?0?6|10⁻⁶|0\.000001|not (used|read|taken)|another|other value|default)|(constant|fixed|hard-?coded|default).{0,40}(eps|ε)/i,
    edits: [
      {
        file: 'js/kernels/norm_blocks.ts',
        from: 'fround(fround(v / fround(size)) + eps)',
        to: 'fround(fround(v / fround(size)) + fround(1e-6))',
      },
    ],
  },
  {
    id: 'ninth_19',
    address: 'https://github.com/apache/tvm/pull/616',
    essence: 'a transposed convolution of floats takes its weights for [out, in, tap]',
    function: /transposed|scatter|conv1d/,
    mistake:
      /(in(put)?|out(put)?)[- ]?channels?.{0,60}(swap|exchang|transpos|layout|in front|first|change)|(swap|exchang|transpos)\w*.{0,60}(channels?|weights?|axes|dimensions|layout)|weights?.{0,60}(layout|transpos|swap|exchang|as those of|\[out)|layout|order of (the )?(channels|axes|dimensions)|channel order/i,
    edits: [
      {
        file: 'js/kernels/convolution.ts',
        from: `  forEachPair(p, (ic, oc, taps) => {
    for (let b = 0; b < p.batch; b++) {
      for (let k = p.w.kernel - 1; k >= 0; k--) {`,
        to: `  const inPer = p.outerChannels / p.groups;
  forEachPair(p, (ic, oc) => {
    const taps = (oc * inPer + (ic % inPer)) * p.w.kernel;
    for (let b = 0; b < p.batch; b++) {
      for (let k = p.w.kernel - 1; k >= 0; k--) {`,
      },
    ],
  },
  {
    id: 'ninth_20',
    address: 'https://github.com/kakaobrain/trident/pull/143',
    essence: 'the search for the maximum starts from 0, so that no negative value is found',
    function: /argmax|confusion/,
    mistake:
      /(start|begin|begun|init|from|against|compar)\w*.{0,50}(\b0\b|zero)|(maximum|largest|best).{0,50}(\b0\b|zero)|negative|(below|above) (0|zero)|positive/i,
    edits: [
      {
        file: 'js/kernels/softmax.ts',
        from: `  let best = 0;
  for (let i = 1; i < classes; i++) if (x.data[from + i]! > x.data[from + best]!) best = i;`,
        to: `  let [best, most] = [0, 0];
  for (let i = 0; i < classes; i++) {
    if (x.data[from + i]! > most) [best, most] = [i, x.data[from + i]!];
  }`,
      },
    ],
  },
];
