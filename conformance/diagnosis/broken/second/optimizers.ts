/** Second set of unseen reports: optimizers and schedules. */

import type { BugReport } from '../entry.ts';

export const optimizers: readonly BugReport[] = [
  {
    id: 'second_25',
    address: 'https://github.com/kozistr/pytorch_optimizer/pull/516',
    essence: 'momentum buffer is set to zero before every step, momentum has no effect',
    function: /sgd_momentum_step/,
    mistake: /momentum_ignored|not carried/,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: 'static float momentum_update(float v, float drive, float momentum) { return momentum * v + drive; }',
        to: `static float momentum_update(float v, float drive, float momentum)
{
    (void)v;
    return momentum * 0.0f + drive;
}`,
      },
    ],
  },
  {
    id: 'second_27',
    address: 'https://github.com/frgfm/holocron/issues/1',
    essence: 'RAdam: bias correction done in place, the stored first moment is the corrected one',
    function: /adamw_step/,
    mistake: /beta1/,
    edits: [
      {
        file: 'gv_optimizer.h',
        from: '    float step;',
        to: `    float step;
    float bc1;`,
      },
      {
        file: 'gv_optimizer.c',
        from: '        .step = (float)(-(lr / bc1)),',
        to: `        .step = (float)(-(lr / bc1)),
        .bc1 = (float)bc1,`,
      },
      {
        file: 'gv_optimizer.c',
        from: '    return gv_execute_op(ctx, adamw_kernel, rates, third, 3, arithmetic, GV_OUT_WRITE, parameter);',
        to: `    GV_TRY(gv_execute_op(ctx, adamw_kernel, rates, third, 3, arithmetic, GV_OUT_WRITE, parameter));
    for (uint32_t i = 0; m->dtype == GV_FLOAT32 && i < m->count; i++) {
        gv_f32(m)[i] = gv_f32(m)[i] / rates->bc1;
    }
    return GV_OK;`,
      },
    ],
  },
  {
    id: 'second_29',
    address: 'https://github.com/bethgelab/foolbox/issues/595',
    essence:
      'cosine annealing starts from the rate of the last step instead of the largest rate, so it compounds',
    function: /lr_schedule/,
    mistake: /COSINE|previous/,
    edits: [
      {
        file: 'gv_schedule.c',
        from: `        double angle = (3.141592653589793 * (double)e) / (double)schedule.period;
        return (float)(factor + ((start - factor) * (1.0 + gv_cos_f64(angle))) / 2.0);`,
        to: `        double rate = start;
        for (uint32_t k = 1; k <= e && k != 0u && rate != factor; k++) {
            double angle = (3.141592653589793 * (double)k) / (double)schedule.period;
            rate = factor + ((rate - factor) * (1.0 + gv_cos_f64(angle))) / 2.0;
        }
        return (float)rate;`,
      },
    ],
  },
];
