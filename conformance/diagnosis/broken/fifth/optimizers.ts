/** Fifth set of reports that were unseen: optimizers and gradients. */

import type { BugReport } from '../entry.ts';

export const optimizers: readonly BugReport[] = [
  {
    id: 'fifth_03',
    address: 'https://github.com/oxiglade/mlx-rs/issues/301',
    essence: 'no bias correction: bc1 = bc2 = 1 at every step',
    function: /adamw/,
    mistake: /corrections? (are|is) left out|corrections_missing/,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: `    double bc1 = 1.0 - gv_pow_int(o->beta1, t);
    return (gv_adamw_rates){
        .w1 = (float)(1.0 - o->beta1),
        .beta2 = (float)o->beta2,
        .s2 = (float)(1.0 - o->beta2),
        .bc2 = (float)gv_sqrt_f64(1.0 - gv_pow_int(o->beta2, t)),
        .step = (float)(-(lr / bc1)),`,
        to: `    (void)t;
    return (gv_adamw_rates){
        .w1 = (float)(1.0 - o->beta1),
        .beta2 = (float)o->beta2,
        .s2 = (float)(1.0 - o->beta2),
        .bc2 = 1.0f,
        .step = (float)(-lr),`,
      },
    ],
  },
  {
    id: 'fifth_09',
    address: 'https://github.com/pytorch/pytorch/pull/13801',
    essence: 'weight decay enters after the momentum update',
    function: /momentum/,
    mistake: /decay.*(outside|out of the velocity)/,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: `    const float *p = gv_f32(operands[2]);
    float *out = gv_f32(raw);
    for (uint32_t i = 0; i < raw->count; i++) {
        float drive = decayed(g[i], p[i], rates->weight_decay);
        out[i] = momentum_update(v[i], drive, rates->momentum);`,
        to: `    float *out = gv_f32(raw);
    for (uint32_t i = 0; i < raw->count; i++) {
        out[i] = momentum_update(v[i], g[i], rates->momentum);`,
      },
      {
        file: 'gv_optimizer.c',
        from: '        out[i] = descend(p[i], v[i], rates->lr);',
        to: '        out[i] = descend(p[i], decayed(v[i], p[i], rates->weight_decay), rates->lr);',
      },
    ],
  },
  {
    id: 'fifth_19',
    address: 'https://github.com/bitsandbytes-foundation/bitsandbytes/issues/2010',
    essence: '(p + step) * decay instead of p * decay + step',
    function: /adamw/,
    mistake: /after the step/,
    edits: [
      {
        file: 'js/kernels/optimizers.ts',
        from: '    return fround(fround(p * rates.decay) + pull);',
        to: '    return fround(fround(p + pull) * rates.decay);',
      },
    ],
  },
  {
    id: 'fifth_27',
    address: 'https://github.com/mila-iqia/blocks/pull/1144',
    essence: 'the weight of the new gradient in the first moment is 1 - beta1^t',
    function: /adamw/,
    mistake: /β1\^t/,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        .w1 = (float)(1.0 - o->beta1),',
        to: '        .w1 = (float)(1.0 - gv_pow_int(o->beta1, t)),',
      },
    ],
  },
  {
    id: 'fifth_29',
    address: 'https://github.com/ggml-org/llama.cpp/pull/16443',
    essence: 'of the last count mod 16 elements only 8 are scaled',
    function: /gradient/,
    mistake: /beyond the first 8/,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '    for (uint32_t i = 0; i < gradient->count; i++) {',
        to: `    uint32_t whole = gradient->count - gradient->count % 16u;
    for (uint32_t i = 0; i < gradient->count && i < whole + 8u; i++) {`,
      },
    ],
  },
];
