/** Public bug reports about optimizers that nothing was built from when they were graded first. */

import type { BugReport } from '../entry.ts';

export const optimizersUnseen: readonly BugReport[] = [
  {
    id: 'unseen_29',
    address: 'https://github.com/ooples/AiDotNet/issues/2008',
    essence: 'momentum: the coefficient stands at the gradient, so that the velocity never decays',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '{ return momentum * v + drive; }',
        to: '{ return v + momentum * drive; }',
      },
    ],
    function: /momentum/,
    mistake: /μ.*gradient|gradient.*μ|exchanged|wrong term|never decays/,
  },
  {
    id: 'unseen_30',
    address: 'https://github.com/chainer/chainer/issues/261',
    essence: 'weight decay is subtracted from the gradient: weights grow',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '{ return g + weight_decay * p; }',
        to: '{ return g - weight_decay * p; }',
      },
    ],
    function: /sgd/,
    mistake: /decay.*(sign|subtract|negat)/,
  },
  {
    id: 'unseen_31',
    address: 'https://github.com/ml-explore/mlx/issues/440',
    essence: 'weight decay has no effect where the momentum is 0',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        float drive = decayed(g[i], p[i], rates->weight_decay);',
        to: '        float drive = rates->momentum > 0.0f ? decayed(g[i], p[i], rates->weight_decay) : g[i];',
      },
    ],
    function: /sgd_momentum/,
    mistake: /decay.*(ignored|left out|no effect|missing|taken as 0)/,
  },
  {
    id: 'unseen_32',
    address: 'https://github.com/tinygrad/tinygrad/pull/17709',
    essence: 'the weight decay of the optimizer is computed and never applied',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        .decay = (float)(1.0 - lr * o->weight_decay),',
        to: '        .decay = 1.0f,',
      },
    ],
    function: /adamw/,
    mistake: /decay.*(left out|ignored|never applied|missing|taken as 0)/,
  },
  {
    id: 'unseen_33',
    address: 'https://github.com/karpathy/convnetjs/pull/70',
    essence: 'Adam multiplies by the bias corrections instead of dividing by them',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        .step = (float)(-(lr / bc1)),',
        to: '        .step = (float)(-(lr * bc1)),',
      },
      {
        file: 'gv_optimizer.c',
        from: '        float denominator = gv_sqrt_f32(v[i]) / rates->bc2 + rates->epsilon;',
        to: '        float denominator = gv_sqrt_f32(v[i]) * rates->bc2 + rates->epsilon;',
      },
    ],
    function: /adamw/,
    mistake: /multipl.*correction|correction.*multipl/,
  },
  {
    id: 'unseen_34',
    address: 'https://github.com/eriklindernoren/ML-From-Scratch/issues/35',
    essence: 'the bias corrections of Adam lack the power of the step number',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '    double bc1 = 1.0 - gv_pow_int(o->beta1, t);',
        to: '    double bc1 = 1.0 - o->beta1;',
      },
      {
        file: 'gv_optimizer.c',
        from: '        .bc2 = (float)gv_sqrt_f64(1.0 - gv_pow_int(o->beta2, t)),',
        to: '        .bc2 = (float)gv_sqrt_f64(1.0 - (t == 0u ? 1.0 : o->beta2)),',
      },
    ],
    function: /adamw/,
    mistake:
      /`t` is taken as 1|power|step number.*(1|first|frozen|never)|bias correction.*(frozen|power|step)/,
  },
  {
    id: 'unseen_35',
    address: 'https://github.com/kozistr/pytorch_optimizer/pull/308',
    essence: 'the bias correction takes 1 minus a number that already is 1 minus the power',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '    double bc1 = 1.0 - gv_pow_int(o->beta1, t);',
        to: '    double bc1 = gv_pow_int(o->beta1, t);',
      },
      {
        file: 'gv_optimizer.c',
        from: '        .bc2 = (float)gv_sqrt_f64(1.0 - gv_pow_int(o->beta2, t)),',
        to: '        .bc2 = (float)gv_sqrt_f64(gv_pow_int(o->beta2, t)),',
      },
    ],
    function: /adamw/,
    mistake: /correction.*(β|1 −|1 minus|complement|power)/,
  },
  {
    id: 'unseen_36',
    address: 'https://github.com/allenai/OLMo-core/pull/317',
    essence: 'the step number of AdamW is never incremented',
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '{\n    double lr = (double)o->lr;',
        to: '{\n    t = 1u;\n    double lr = (double)o->lr;',
      },
    ],
    function: /adamw/,
    mistake: /`t` is taken as 1|step number.*(1|first|never)/,
  },
  {
    id: 'unseen_37',
    address: 'https://github.com/huggingface/pytorch-image-models/pull/2753',
    essence: 'a step schedule decays one epoch early',
    edits: [
      {
        file: 'gv_schedule.c',
        from: '        return (float)(start * gv_pow_int(factor, e / schedule.period));',
        to: '        return (float)(start * gv_pow_int(factor, (e + 1u) / schedule.period));',
      },
    ],
    function: /lr_schedule/,
    mistake: /one too large|early|\+ 1|ahead/,
  },
  {
    id: 'unseen_38',
    address: 'https://github.com/goodfire-ai/spd/issues/642',
    essence: 'a cosine schedule divides by one step less',
    edits: [
      {
        file: 'gv_schedule.c',
        from: '        double angle = (3.141592653589793 * (double)e) / (double)schedule.period;',
        to: '        double angle = (3.141592653589793 * (double)e) / (double)(schedule.period - (schedule.period > 1u));',
      },
    ],
    function: /lr_schedule/,
    mistake: /period.*(one too small|one less|− 1|minus 1)/,
  },
];
