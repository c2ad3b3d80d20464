/** Ninth set of reports that were unseen: optimizers and initial weights. */

import type { BugReport } from '../entry.ts';

export const training: readonly BugReport[] = [
  {
    id: 'ninth_10',
    address: 'https://github.com/joennlae/tensorli/issues/1',
    essence: 'the decoupled decay is not multiplied by the learning rate',
    function: /adamw/,
    mistake:
      /(without|not|missing|independent|omit|lack|\bno\b|leaves? out|forg|drop|only).{0,50}(learning rate|\blr\b|\brate\b)|(learning rate|\blr\b|\brate\b).{0,40}(missing|left out|not|omitted|ignored|dropped|forgotten)|1 ?[−-] ?(wd|λ|weight_decay|weight decay|the (weight )?decay|decay)\b/i,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        .decay = (float)(1.0 - lr * o->weight_decay),',
        to: '        .decay = (float)(1.0 - o->weight_decay),',
      },
    ],
  },
  {
    id: 'ninth_11',
    address: 'https://github.com/e-sensing/torchopt/pull/14',
    essence: 'the decay is not multiplied by the parameter',
    function: /adamw/,
    mistake:
      /(not (multiplied|scaled|weighted)|without|independent of|whatever|missing|the same for|constant|does not depend|\bno\b).{0,50}(parameter|weights?\b(?! decay)|values?\b|elements?|magnitude|\bp\b)|(subtract|add)\w*.{0,60}(constant|for (all|every|each)|itself)|(parameter|\bp\b).{0,30}(missing|left out|not multiplied|is not a factor)|p ?[−-] ?(lr|rate) ?[·*×] ?(wd|λ|decay|weight_decay)\b/i,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        out[i] = p[i] * rates->decay + (rates->step * m[i]) / denominator;',
        to: '        out[i] = (p[i] + (rates->decay - 1.0f)) + (rates->step * m[i]) / denominator;',
      },
    ],
  },
  {
    id: 'ninth_12',
    address: 'https://github.com/PennyLaneAI/pennylane/issues/1928',
    essence: 'in the first step the moments take the gradient without 1 − β',
    function: /adamw/,
    mistake:
      /first (step|update|call|iteration|calculation|tick)|step 1\b|\bt ?(=|==|is) ?1\b|1 ?[−-] ?β.{0,40}(missing|left out|omitted|without|not)|(without|missing|no|omits?|leaves? out|not).{0,40}1 ?[−-] ?β|(moment|\bm\b|\bv\b).{0,40}(is|are|becomes?|starts? (as|from)|set to) (the |its )?(whole |full |square of the )?gradient/i,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        .w1 = (float)(1.0 - o->beta1),',
        to: '        .w1 = t == 1u ? 1.0f : (float)(1.0 - o->beta1),',
      },
      {
        file: 'gv_optimizer.c',
        from: '        .s2 = (float)(1.0 - o->beta2),',
        to: '        .s2 = t == 1u ? 1.0f : (float)(1.0 - o->beta2),',
      },
    ],
  },
  {
    id: 'ninth_17',
    address: 'https://github.com/mlverse/torch/issues/555',
    essence: 'Xavier divides by the fan-in and adds the fan-out, for want of parentheses',
    function: /init_(uniform|normal)/,
    mistake:
      /parenthes|precedence|brackets?|fan.?in.{0,50}(only|alone)|(÷|\/|divided by).{0,20}fan.?in\b.{0,40}(\+|plus|added|and).{0,20}fan.?out|fan.?out.{0,50}(added|outside|not (divided|a divisor)|after|to the quotient|numerator)/i,
    edits: [
      {
        file: 'js/kernels/initial_weights.ts',
        from: `  const fans = call.int('fan_in') + call.int('fan_out');
  return fround(call.f32('gain') * rootOf(t, fans));`,
        to: `  const square = fround(fround(t / fround(call.int('fan_in'))) + fround(call.int('fan_out')));
  return fround(call.f32('gain') * fround(Math.sqrt(square)));`,
      },
    ],
  },
  {
    id: 'ninth_21',
    address: 'https://github.com/ZhangZhiPku/cutile-examples/issues/4',
    essence: 'the bias corrections take β, not its power by the step',
    function: /adamw/,
    mistake:
      /correction.{0,80}(step 1\b|first step|t ?= ?1\b|power|exponent|not raised|constant|fixed|always|the same|one step|each step)|(power|exponent|step count|step number|number of steps|number of the step|\bt\b).{0,60}(missing|ignored|left out|not (used|taken|applied|raised)|always|constant|stays|is 1\b|fixed)|(not|never|without).{0,30}(raised|power|exponent)/i,
    edits: [
      {
        file: 'js/kernels/optimizers.ts',
        from: '    bc2: fround(Math.sqrt(1 - power(beta2, t))),',
        to: '    bc2: fround(Math.sqrt(1 - beta2)),',
      },
      {
        file: 'js/kernels/optimizers.ts',
        from: '    step: fround(-(lr / (1 - power(beta1, t)))),',
        to: '    step: fround(-(lr / (1 - beta1))),',
      },
    ],
  },
  {
    id: 'ninth_22',
    address: 'https://github.com/mlpack/mlpack/pull/3651',
    essence: 'the variance of Xavier is taken for the deviation',
    function: /init_normal/,
    mistake:
      /variance|root.{0,40}(missing|left out|not|omitted|forgotten|dropped)|(without|\bno\b|missing|not|omit|leaves? out|lacks?|forg).{0,40}root/i,
    edits: [
      {
        file: 'js/kernels/initial_weights.ts',
        from: "  if (kind === 'xavier') return [0, xavier(call, 2)];",
        to: `  if (kind === 'xavier') {
    const fans = call.int('fan_in') + call.int('fan_out');
    return [0, fround(call.f32('gain') * fround(2 / fround(fans)))];
  }`,
      },
    ],
  },
];
