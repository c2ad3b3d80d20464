/** Eighth set of reports that were unseen: optimizers, initial weights and steps. */

import type { BugReport } from '../entry.ts';

export const training: readonly BugReport[] = [
  {
    id: 'eighth_24',
    address: 'https://github.com/pytorch/pytorch/issues/4648',
    essence: 'the cosine schedule divides epochs as integers',
    function: /lr_schedule/,
    mistake: /integer/,
    edits: [
      {
        file: 'gv_schedule.c',
        from: '        double angle = (3.141592653589793 * (double)e) / (double)schedule.period;',
        to: '        double angle = 3.141592653589793 * (double)(e / schedule.period);',
      },
    ],
  },
  {
    id: 'eighth_28',
    address: 'https://github.com/apache/mxnet/issues/15533',
    essence: 'the learning rate is inside the velocity',
    function: /sgd/,
    mistake: /velocity|momentum/,
    edits: [
      {
        file: 'js/kernels/optimizers.ts',
        from: `  for (let i = 0; i < v.length; i++) momenta[i] = fround(rates.momentum * v[i]!) + drive[i]!;
  storeSgd(ctx, momenta, next, writeBack);
  const stored = ctx.contract.sgd === 'stored_momentum';
  const followed = stored ? valuesOf(next) : momenta;
  storeSgd(ctx, descended(p, followed, rates.lr), parameter, writeBack);`,
        to: `  for (let i = 0; i < v.length; i++) {
    momenta[i] = fround(rates.momentum * v[i]!) + fround(rates.lr * drive[i]!);
  }
  storeSgd(ctx, momenta, next, writeBack);
  const stored = ctx.contract.sgd === 'stored_momentum';
  const followed = stored ? valuesOf(next) : momenta;
  const moved = p.map((x, i) => fround(x - followed[i]!));
  storeSgd(ctx, moved, parameter, writeBack);`,
      },
    ],
  },
  {
    id: 'eighth_30',
    address: 'https://github.com/bytetriper/RAE/issues/67',
    essence: 'gradients are cleared for every sample',
    function: /training_step/,
    mistake: /sample|cleared|zeroed|last/,
    edits: [
      {
        file: 'gv_model.c',
        from: '        float one = 0.0f;',
        to: `        float one = 0.0f;
        gv_zero_gradients(ctx, model);`,
      },
    ],
  },
  {
    id: 'eighth_38',
    address: 'https://github.com/BVLC/caffe/pull/297',
    essence: 'the draws of a mask do not advance the generator',
    function: /bernoulli|dropout/,
    mistake: /state|advance|generator/,
    edits: [
      {
        file: 'gv_rng.c',
        from: `{
    for (uint32_t i = 0; i < count; i++) {`,
        to: `{
    gv_ctx generator = *ctx;
    for (uint32_t i = 0; i < count; i++) {`,
      },
      {
        file: 'gv_rng.c',
        from: '        if (gv_draw_uniform(ctx) < p) {',
        to: '        if (gv_draw_uniform(&generator) < p) {',
      },
    ],
  },
];
