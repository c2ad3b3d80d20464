/** Fourth set of unseen reports: layers, losses, optimizers, draws. */

import type { BugReport } from '../entry.ts';

export const layers: readonly BugReport[] = [
  {
    id: 'fourth_23',
    address: 'https://github.com/pytorch/tutorials/issues/179',
    essence: 'divided by the number of samples although the summands are means already',
    function: /epoch_loss|epochLoss/,
    mistake: /samples|number of elements|losses\.shape\[1\]/,
    edits: [
      {
        file: 'js/kernels/losses.ts',
        from: "    first(call, 'loss')[0] = fround(sum / fround(batches));",
        to: "    first(call, 'loss')[0] = fround(sum / fround(mean ? batches * size : batches));",
      },
    ],
  },
  {
    id: 'fourth_26',
    address: 'https://github.com/tensorflow/tensorflow/issues/35444',
    essence: 'both bias corrections use step t + 1 instead of t',
    function: /adamw/,
    mistake: /t plus 1|one too large|step_ahead|t \+ 1/,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: `    double bc1 = 1.0 - gv_pow_int(o->beta1, t);
    return (gv_adamw_rates){
        .w1 = (float)(1.0 - o->beta1),
        .beta2 = (float)o->beta2,
        .s2 = (float)(1.0 - o->beta2),
        .bc2 = (float)gv_sqrt_f64(1.0 - gv_pow_int(o->beta2, t)),`,
        to: `    double bc1 = 1.0 - gv_pow_int(o->beta1, t + 1u);
    return (gv_adamw_rates){
        .w1 = (float)(1.0 - o->beta1),
        .beta2 = (float)o->beta2,
        .s2 = (float)(1.0 - o->beta2),
        .bc2 = (float)gv_sqrt_f64(1.0 - gv_pow_int(o->beta2, t + 1u)),`,
      },
    ],
  },
  {
    id: 'fourth_27',
    address: 'https://github.com/facebookresearch/fairseq/pull/2916',
    essence: 'cosine goes from the smallest rate up to the base',
    function: /lr_schedule|cosineRate/,
    mistake: /exchange|rising|rises|swapped/,
    edits: [
      {
        file: 'js/kernels/optimizers.ts',
        from: '  return fround(factor + ((base - factor) * (1 + cosine((Math.PI * e) / period))) / 2);',
        to: '  return fround(base + ((factor - base) * (1 + cosine((Math.PI * e) / period))) / 2);',
      },
    ],
  },
  {
    id: 'fourth_30',
    address: 'https://github.com/tensorflow/tensorflow/pull/41595',
    essence: 'epsilon added on top of the clamp',
    function: /cross_entropy/,
    mistake: /on top of the clamp|after the clamp|clamped.*added|added.*clamp/,
    edits: [
      {
        file: 'js/kernels/softmax.ts',
        from: '      loss = fround(loss + fround(l[i]! * -logf(Math.max(o[i]!, smallest))));',
        to: '      loss = fround(loss + fround(l[i]! * -logf(fround(Math.max(o[i]!, smallest) + smallest))));',
      },
    ],
  },
  {
    id: 'fourth_31',
    address: 'https://github.com/ComputationalRadiationPhysics/picongpu/pull/2438',
    essence: 'cached second number is used, also from an earlier call (state kept between calls)',
    function: /normal/,
    mistake: /second|kept|cached|between calls|earlier call/,
    edits: [
      {
        file: 'gv_init.c',
        from: '    float u1 = gv_draw_uniform(ctx);',
        to: `    static bool has_second;
    static float second;
    if (has_second) {
        has_second = false;
        return mean + deviation * second;
    }
    float u1 = gv_draw_uniform(ctx);`,
      },
      {
        file: 'gv_init.c',
        from: '    return mean + (deviation * radius) * direction;',
        to: `    second = radius * gv_sqrt_f32(1.0f - direction * direction);
    has_second = true;
    return mean + (deviation * radius) * direction;`,
      },
    ],
  },
  {
    id: 'fourth_37',
    address: 'https://github.com/FluxML/Flux.jl/issues/529',
    essence: 'variance divided by n - 1 instead of n',
    function: /norm/,
    mistake: /N − 1|one fewer/,
    edits: [
      {
        file: 'gv_norm.c',
        from: `    *rstd = 1.0f / gv_sqrt_f32(v / (float)size + eps);
}

static void block_of_floats(const float *x, uint32_t size, float eps, float *mean, float *rstd)`,
        to: `    *rstd = 1.0f / gv_sqrt_f32(v / (float)(size - 1u) + eps);
}

static void block_of_floats(const float *x, uint32_t size, float eps, float *mean, float *rstd)`,
      },
      {
        file: 'gv_norm.c',
        from: '    *rstd = 1.0f / gv_sqrt_f32(v / (float)size + eps);',
        to: '    *rstd = 1.0f / gv_sqrt_f32(v / (float)(size - 1u) + eps);',
      },
    ],
  },
  {
    id: 'fourth_40',
    address: 'https://github.com/quantalea/AleaTK/pull/5',
    essence: 'divisor is all elements instead of one block',
    function: /mean|variance|averageOf/,
    mistake: /all (elements|blocks)|the number of elements of|whole tensor/,
    edits: [
      {
        file: 'js/kernels/reductions.ts',
        from: '    y[block] = divide ? sum / fround(size) : sum;',
        to: '    y[block] = divide ? sum / fround(size * blocks) : sum;',
      },
    ],
  },
  {
    id: 'fourth_41',
    address: 'https://github.com/nkarasiak/dzetsaka/issues/53',
    essence: 'table is transposed: rows are predictions',
    function: /confusion/,
    mistake: /rows are predictions/,
    edits: [
      {
        file: 'gv_softmax.c',
        from: '        counts[(uint32_t)target * label->count + (uint32_t)predicted]++;',
        to: '        counts[(uint32_t)predicted * label->count + (uint32_t)target]++;',
      },
    ],
  },
];
