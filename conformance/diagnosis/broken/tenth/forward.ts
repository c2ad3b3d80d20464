/** Tenth set of reports that were unseen: layers, sums, elementwise functions and losses. */

import type { BugReport } from '../entry.ts';

export const forward: readonly BugReport[] = [
  {
    id: 'tenth_08',
    address: 'https://github.com/NVIDIA/cutlass/pull/3526',
    essence: 'a dilated window spans dilation times kernel samples',
    function: /conv|pool|window/,
    mistake:
      /\bspan|extent of (the|a) (window|kernel)|effective (kernel|window|filter|size|length)|dilation ?[·*×] ?(the )?(kernel|K\b)|(kernel|K) ?[·*×] ?(the )?(dilation|D\b)|D ?[·*×] ?K\b|dilat.{0,60}(too (long|wide|large)|longer|one (more|too|dilation)|without (the )?[−-] ?1|kernel ?[−-] ?1|(missing|forgotten|left out).{0,20}1)|kernel.{0,30}(in place|instead) of .{0,12}[−-] ?1|(too (long|wide|large)|longer).{0,40}(dilat|window)/i,
    edits: [
      {
        file: 'js/kernels/windows.ts',
        from: '  return w.dilation * (w.kernel - 1) + 1;',
        to: '  return w.dilation * w.kernel;',
      },
    ],
  },
  {
    id: 'tenth_09',
    address: 'https://github.com/stew675/llama-cpp-rdna-boosts/issues/19',
    essence: 'columns beyond the last full four are not written',
    function: /scale_rows/,
    mistake:
      /tail|remaind|left ?over|(last|full|whole|multiple|block|group|vector|quad|lane)\w*.{0,40}(4|four|columns?|elements|block|vector)|(mod|%|modulo) ?(4|four)|not (written|computed|touched|processed|stored)|unwritten|skip|untouched|(beyond|behind|after) .{0,30}(4|four|block|vector)/i,
    edits: [
      {
        file: 'gv_fused.c',
        from: '        gv_f32(out)[i] = gv_f32(row_scale)[i / m->dims[1]] * gv_f32(m)[i];',
        to: `        if (i % m->dims[1] >= m->dims[1] / 4u * 4u) {
            continue;
        }
        gv_f32(out)[i] = gv_f32(row_scale)[i / m->dims[1]] * gv_f32(m)[i];`,
      },
    ],
  },
  {
    id: 'tenth_10',
    address: 'https://github.com/apache/tvm/issues/3581',
    essence: 'an average of integers divides every sample before it is added',
    function: /adaptive/,
    mistake:
      /(divid|quotient|division)\w*.{0,60}(before|each|every|per (sample|term|element)|term|element|sample|summand|first|already|individual|single|one by one)|(each|every|single|before).{0,60}(divid|quotient|division)|sum of (the )?quotients|(summands?|samples|terms) (are )?(divided|truncated)/i,
    edits: [
      {
        file: 'gv_pool.c',
        from: `    int32_t sum = sum_int32(gv_i32(x) + row, c);
    gv_i32(raw)[to] = pool->kind == GV_POOL_ADAPTIVE ? rounded_quotient(sum, c.count) : sum;`,
        to: `    if (pool->kind != GV_POOL_ADAPTIVE) {
        gv_i32(raw)[to] = sum_int32(gv_i32(x) + row, c);
        return;
    }
    int32_t mean = 0;
    for (uint32_t t = 0; t < c.count; t++) {
        mean += gv_i32(x)[row + c.first + t * c.step] / (int32_t)c.count;
    }
    gv_i32(raw)[to] = mean;`,
      },
    ],
  },
  {
    id: 'tenth_11',
    address: 'https://github.com/bfortuner/ml-glossary/issues/6',
    essence: 'the mean of the squared errors is their sum divided by 2',
    function: /mse/,
    mistake:
      /half|halved|halves|½|(by|÷|\/) ?(the constant |a fixed )?(2\b|two\b)|0\.5|factor (of )?(2|two)/i,
    edits: [
      {
        file: 'gv_loss.c',
        from: '    *loss = mean ? sum / gv_i2f((int32_t)operands.count) : sum;',
        to: '    *loss = mean ? sum / 2.0f : sum;',
      },
    ],
  },
  {
    id: 'tenth_15',
    address: 'https://github.com/dotnet/runtime/pull/92820',
    essence: 'in place, the last four elements overlap those before and are computed twice',
    function: /addcmul/,
    mistake:
      /twice|two times|\bagain\b|once more|second time|re-?(process|appli|comput)|overlap|repeat|doubly|already (updated|written|processed|computed)|(last|final|tail).{0,30}(4|four|vector|block)|tail|remaind/i,
    edits: [
      {
        file: 'gv_fused.c',
        from: `        gv_f32(a)[i] = gv_f32(a)[i] + product;
    }`,
        to: `        gv_f32(a)[i] = gv_f32(a)[i] + product;
    }
    uint32_t done = a->count / 4u * 4u;
    bool overlaps = a->count > 4u && a->count != done;
    for (uint32_t i = overlaps ? a->count - 4u : done; i < done; i++) {
        float product = (s * gv_f32(b)[i]) * gv_f32(c)[i];
        gv_f32(a)[i] = gv_f32(a)[i] + product;
    }`,
      },
    ],
  },
  {
    id: 'tenth_16',
    address: 'https://github.com/sdatkinson/iPlug2/issues/15',
    essence: 'only the first half of the output is cleared before products are added to it',
    function: /conv1d_transposed|convolution|scatter/,
    mistake:
      /(half|rest|part|remaind|second).{0,60}(clear|zero|init|held|buffer|reset|old)|(clear|zero|init|reset)\w*.{0,60}(half|part|only|not)|(not|never|un)\w* ?.{0,20}(clear|initiali|zeroed|reset)|add\w* to what|held before|what .{0,40}(held|contain|had|there|stood)|stale|garbage|uninitiali|left ?over|(previous|earlier|old) (content|value)/i,
    edits: [
      {
        file: 'gv_conv1d.c',
        from: '    memset(y->data, 0, y->bytes);',
        to: '    memset(y->data, 0, y->bytes / 2u);',
      },
    ],
  },
  {
    id: 'tenth_17',
    address: 'https://github.com/hova88/PointPillars_MultiHead_40FPS/issues/13',
    essence: 'the sum of one call is where the next one begins',
    function: /sum_int32/,
    mistake:
      /\bkept\b|\bkeeps?\b|\bstate\b|static|carri|remember|persist|(not|never|un)\w* ?.{0,12}(reset|cleared|initiali)|between calls|across calls|(previous|earlier|last|other|former) (call|case|run|result|sum)|call before|before it|depends? on .{0,30}(call|case|order|history)|asked alone/i,
    edits: [
      {
        file: 'gv_pointwise.c',
        from: `    int32_t sum = 0;
`,
        to: `    static int32_t sum;
`,
      },
    ],
  },
  {
    id: 'tenth_18',
    address: 'https://github.com/deepspeedai/DeepSpeed/issues/581',
    essence: 'variance plus epsilon is rounded to half precision before the root',
    function: /norm/,
    mistake:
      /float ?16|fp16|half[- ](precision|float)|binary16|\bhalf\b|16[- ]bit|\b1[01] bits|(narrow|reduced|low(er)?)\w* (precision|type|float|format)|65 ?504/i,
    edits: [
      {
        file: 'gv_norm.c',
        from: `        float d = x[j] - *mean;
        float square = d * d;
        v = v + square;
    }
    *rstd = 1.0f / gv_sqrt_f32(v / (float)size + eps);`,
        to: `        float d = x[j] - *mean;
        float square = d * d;
        v = v + square;
    }
    *rstd = 1.0f / gv_sqrt_f32((float)(_Float16)(v / (float)size + eps));`,
      },
    ],
  },
  {
    id: 'tenth_19',
    address: 'https://github.com/microsoft/onnxruntime/pull/29045',
    essence: 'squares are summed in half precision',
    function: /sum_squares/,
    mistake:
      /float ?16|fp16|half[- ](precision|float)|binary16|\bhalf\b|16[- ]bit|\b1[01] bits|(narrow|reduced|low(er)?)\w* (precision|type|float|format)|65 ?504/i,
    edits: [
      {
        file: 'gv_reduce.c',
        from: '            sum = sum + term_of(kind, value_at(x, walk.at), mean);',
        to: `            float next = sum + term_of(kind, value_at(x, walk.at), mean);
            sum = kind == SUM_SQUARES ? (float)(_Float16)next : next;`,
      },
    ],
  },
  {
    id: 'tenth_24',
    address: 'https://github.com/tenstorrent/tt-metal/issues/8544',
    essence: 'PReLU takes one slope for all channels',
    function: /prelu/,
    mistake:
      /(first|one|single|same|shared|scalar|channel 0|index 0|slope 0)\b.{0,40}(slope|channel|alpha|α|for all|for every|everywhere)|(slope|alpha|α).{0,60}(first|one\b|single|same|all channels|every channel|shared|index 0|scalar|channel 0)|ignor\w* (the )?channel|channel.{0,30}(ignored|left out|not)|leaky/i,
    edits: [
      {
        file: 'gv_activation.c',
        from: '        uint32_t slope = alpha->count == 1u ? 0u : (i / length) % channels;',
        to: '        uint32_t slope = 0u;',
      },
    ],
  },
  {
    id: 'tenth_25',
    address: 'https://github.com/ostris/ai-toolkit/issues/1034',
    essence: 'the moving average moves away from the new value',
    function: /lerp/,
    mistake:
      /\bsign\b|subtract|negat|away from|[−-] ?w\b|minus|opposite|diverg|a ?[−-] ?b\b|wrong (way|direction)|(operands?|difference|a and b).{0,30}(swap|exchang|revers)|(swap|exchang|revers)/i,
    edits: [
      {
        file: 'gv_fused.c',
        from: 'gv_fma_f32(w, diff, gv_f32(a)[i]);',
        to: 'gv_fma_f32(-w, diff, gv_f32(a)[i]);',
      },
    ],
  },
  {
    id: 'tenth_26',
    address: 'https://github.com/marin-community/levanter/pull/883',
    essence: 'the weights of the moving average are exchanged',
    function: /lerp/,
    mistake:
      /1 ?[−-] ?w|complement|swap|exchang|backward|revers|invert|interchang|other way|mirror/i,
    edits: [
      {
        file: 'js/kernels/fused.ts',
        from: 'fused(w, fround(b[i]! - a[i]!), a[i]!)',
        to: 'fused(fround(1 - w), fround(b[i]! - a[i]!), a[i]!)',
      },
    ],
  },
];
