/** Seventh set of reports that were unseen: optimizers, initial weights and steps. */

import type { BugReport } from '../entry.ts';

export const training: readonly BugReport[] = [
  {
    id: 'seventh_21',
    address: 'https://github.com/clab/dynet/issues/77',
    essence: 'the step number counts parameters, not steps',
    function: /training_step|trajectory|optimi/,
    mistake: /step number|per parameter|counted/,
    edits: [
      {
        file: 'gv_model.c',
        from: `    if (o->adamw) {
        o->t++;
        rates = gv_adamw_scalars(&o->options, o->t);
    }
    gv_parameter p;
    for (uint32_t k = 0; k < 2u * model->count; k++) {
        if (!parameter_at(model, k, &p)) {
            continue;`,
        to: `    gv_parameter p;
    for (uint32_t k = 0; k < 2u * model->count; k++) {
        if (!parameter_at(model, k, &p)) {
            continue;
        }
        if (o->adamw) {
            o->t++;
            rates = gv_adamw_scalars(&o->options, o->t);`,
      },
    ],
  },
  {
    id: 'seventh_27',
    address: 'https://github.com/keras-team/keras/pull/372',
    essence: 'the bound of a uniform initialisation is the standard deviation',
    function: /init_uniform/,
    mistake: /√3|sqrt|standard deviation/,
    edits: [
      {
        file: 'js/kernels/initial_weights.ts',
        from: `  if (kind === 'xavier') return [-xavier(call, 6), xavier(call, 6)];
  const limit = fround(call.f32('gain') * rootOf(3, call.int('fan_in')));`,
        to: `  if (kind === 'xavier') return [-xavier(call, 2), xavier(call, 2)];
  const limit = fround(call.f32('gain') * rootOf(1, call.int('fan_in')));`,
      },
    ],
  },
  {
    id: 'seventh_29',
    address: 'https://github.com/PaddlePaddle/Paddle/issues/7796',
    essence: 'dropout seeds its generator anew at every call',
    function: /dropout/,
    mistake: /seed|state/,
    edits: [
      {
        file: 'gv_activation.c',
        from: `    }
    gv_fill_bernoulli(ctx, gv_bytes(mask), mask->count, 1.0f - p);`,
        to: `    }
    ctx->rng = gv_seed_state(0u);
    gv_fill_bernoulli(ctx, gv_bytes(mask), mask->count, 1.0f - p);`,
      },
    ],
  },
  {
    id: 'seventh_39',
    address: 'https://github.com/Nerogar/OneTrainer/issues/996',
    essence: 'the decayed parameter is written back, and rounded, before the step',
    function: /adamw/,
    mistake: /decay.*(written|round)|twice|write/,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: `
/* operands: parameter, m, v */`,
        to: `
/* operand: parameter */
static gv_status decay_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    const gv_adamw_rates *rates = data;
    GV_TRY(guard_operands(ctx, operands, 1u, raw));
    for (uint32_t i = 0; i < raw->count; i++) {
        gv_f32(raw)[i] = gv_f32(operands[0])[i] * rates->decay;
    }
    return GV_OK;
}

/* operands: parameter, m, v */`,
      },
      {
        file: 'gv_optimizer.c',
        from: '        out[i] = p[i] * rates->decay + (rates->step * m[i]) / denominator;',
        to: '        out[i] = p[i] + (rates->step * m[i]) / denominator;',
      },
      {
        file: 'gv_optimizer.c',
        from: `{
    const gv_tensor *first[2] = {m, gradient};`,
        to: `{
    const gv_tensor *own[1] = {parameter};
    GV_TRY(gv_execute_op(ctx, decay_kernel, rates, own, 1, arithmetic, GV_OUT_WRITE, parameter));
    const gv_tensor *first[2] = {m, gradient};`,
      },
    ],
  },
];
