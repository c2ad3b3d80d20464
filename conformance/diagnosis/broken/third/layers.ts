/** Third set of unseen reports: layers, losses, optimizers, draws. */

import type { BugReport } from '../entry.ts';

export const layers: readonly BugReport[] = [
  {
    id: 'third_03',
    address: 'https://github.com/tensorflow/tensorflow/issues/35102',
    essence: 'epsilon is added before the division by the bias correction',
    function: /adamw/,
    mistake: /epsilon.*before|ε.*before/,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        float denominator = gv_sqrt_f32(v[i]) / rates->bc2 + rates->epsilon;',
        to: '        float denominator = (gv_sqrt_f32(v[i]) + rates->epsilon) / rates->bc2;',
      },
    ],
  },
  {
    id: 'third_04',
    address: 'https://github.com/jettify/pytorch-optimizer/issues/454',
    essence: 'decay is a constant shift lr*wd, not proportional to the parameter',
    function: /adamw/,
    mistake: /constant shift|decay.*(constant|without the parameter)/,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        out[i] = p[i] * rates->decay + (rates->step * m[i]) / denominator;',
        to: '        out[i] = (p[i] + (rates->decay - 1.0f)) + (rates->step * m[i]) / denominator;',
      },
    ],
  },
  {
    id: 'third_08',
    address: 'https://github.com/gorgonia/gorgonia/pull/399',
    essence: 'factor 1/p instead of 1/(1-p)',
    function: /dropout/,
    mistake: /by 1.p|of_rate/,
    edits: [
      {
        file: 'js/kernels/activations.ts',
        from: '  const factor = fround(1 / fround(1 - p));',
        to: '  const factor = fround(1 / p);',
      },
    ],
  },
  {
    id: 'third_10',
    address: 'https://github.com/dtao/lazy.js/pull/142',
    essence: 'bound of the draw is one too small',
    function: /shuffle/,
    mistake: /sattolo|never swapped with itself|j is drawn below/,
    edits: [
      {
        file: 'js/kernels/rng.ts',
        from: '    const other = drawBelow(ctx, last + 1);',
        to: '    const other = drawBelow(ctx, last);',
      },
    ],
  },
  {
    id: 'third_12',
    address: 'https://github.com/state-spaces/mamba/pull/547',
    essence: 'divisor is all groups of an item instead of one group (GroupNorm, groups > 1)',
    function: /group_norm_backward|normBlockMeans/,
    mistake: /all groups|of an item|of the item|whole item|over_item/,
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: `    a = a / (float)b->size;
    c = c / (float)b->size;`,
        to: `    float width = (float)(b->groups == 0u ? b->size : b->size * b->groups);
    a = a / width;
    c = c / width;`,
      },
    ],
  },
  {
    id: 'third_13',
    address: 'https://github.com/gpuocean/gpuocean/pull/37',
    essence: 'no second draw for u1 = 0',
    function: /normal/,
    mistake: /first draw|u1|drawn again|second draw|repeated/,
    edits: [
      {
        file: 'gv_init.c',
        from: `    while (u1 <= smallest) {
        u1 = gv_draw_uniform(ctx);
    }`,
        to: '    (void)smallest;',
      },
    ],
  },
  {
    id: 'third_14',
    address: 'https://github.com/ml-explore/mlx/pull/4426',
    essence: 'the gradient, an input, is overwritten by its decayed value (FLOAT32 gradients)',
    function: /sgd/,
    mistake: /overwrit|written back|writes its input|gradient buffer/,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: `    const float *g = gv_f32(operands[1]);
    float *out = gv_f32(raw);
    for (uint32_t i = 0; i < raw->count; i++) {
        out[i] = descend(p[i], decayed(g[i], p[i], rates->weight_decay), rates->lr);`,
        to: `    float *g = gv_f32(operands[1]);
    float *out = gv_f32(raw);
    for (uint32_t i = 0; i < raw->count; i++) {
        g[i] = decayed(g[i], p[i], rates->weight_decay);
        out[i] = descend(p[i], g[i], rates->lr);`,
      },
    ],
  },
  {
    id: 'third_16',
    address: 'https://github.com/flagos-ai/FlagGems/pull/59',
    essence: 'sums of e and e*n run over two blocks (only dx, only where there are two)',
    function: /norm_backward|normBlockMeans/,
    mistake: /pair|two blocks/,
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: '    a = a / (float)b->size;',
        to: `    /* two rows to a program: both sums run over the pair */
    uint32_t partner = block ^ 1u;
    for (uint32_t j = 0; partner < b->blocks && j < b->size; j++) {
        uint32_t i = partner * b->size + j;
        float e = value_at(&p->dy, i) * value_at(p->gamma, gv_affine_index(b, partner, j));
        a = a + e;
        c = c + e * normal_at(p, partner, i);
    }
    a = a / (float)b->size;`,
      },
    ],
  },
  {
    id: 'third_18',
    address: 'https://github.com/paiml/aprender/pull/2182',
    essence: 'gradient divided by the batch (only outputs of rank >= 2 with more than one row)',
    function: /cross_entropy_backward|crossEntropy/,
    mistake: /batch|output\.shape\[0\]|number of rows of `output`/,
    edits: [
      {
        file: 'js/kernels/softmax.ts',
        from: `    const { o, l } = lossValues(ctx, call.tensor('output'), call.tensor('label'), accepted);
    const g = o.map((p, i) => p - l[i]!);`,
        to: `    const output = call.tensor('output');
    const { o, l } = lossValues(ctx, output, call.tensor('label'), accepted);
    const batch = output.shape.length > 1 ? output.shape[0]! : 1;
    const g = o.map((p, i) => fround(p - l[i]!) / batch);`,
      },
    ],
  },
  {
    id: 'third_19',
    address: 'https://github.com/openvinotoolkit/openvino/pull/5221',
    essence: 'slopes run along the last axis instead of the channels',
    function: /prelu/,
    mistake: /last axis|by_position|by_element/,
    edits: [
      {
        file: 'gv_activation.c',
        from: `    uint32_t length = 1;
    for (uint32_t axis = 2; axis < x->rank; axis++) {
        length *= x->dims[axis];
    }
    GV_TRY(guard_prelu(ctx, x, alpha, y, channels));
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t slope = alpha->count == 1u ? 0u : (i / length) % channels;`,
        to: `    GV_TRY(guard_prelu(ctx, x, alpha, y, channels));
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t slope = i % alpha->count;`,
      },
    ],
  },
  {
    id: 'third_22',
    address: 'https://github.com/ROCm/MIOpen/issues/104',
    essence: 'gamma is missing from the direct term of dx',
    function: /norm_backward|normGradients/,
    mistake: /γ is missing|gamma_missing/,
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: '        float e = value_at(&p->dy, i) * value_at(p->gamma, gv_affine_index(b, block, j));',
        to: '        float e = value_at(&p->dy, i);',
      },
    ],
  },
];
