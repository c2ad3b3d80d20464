/** Eighth set of reports that were unseen: gradients, losses and activations. */

import type { BugReport } from '../entry.ts';

export const backward: readonly BugReport[] = [
  {
    id: 'eighth_04',
    address: 'https://github.com/riccardoandreoni0/CNN-from-scratch/issues/1',
    essence: 'the max pool backward ends after its first window',
    function: /max_pool/,
    mistake: /first/,
    edits: [
      {
        file: 'js/kernels/pools.ts',
        from: '    raw.data[i] = raw.data[i]! + dy.data[o]!;',
        to: `    raw.data[i] = raw.data[i]! + dy.data[o]!;
    return dy.scale;`,
      },
    ],
  },
  {
    id: 'eighth_14',
    address: 'https://github.com/keras-team/keras/issues/17634',
    essence: 'the cross entropy clamps probabilities from above too',
    function: /cross_entropy/,
    mistake: /from above|both sides/,
    edits: [
      {
        file: 'gv_softmax.c',
        from: '        float clamped = p < 1e-7f ? 1e-7f : p;',
        to: '        float clamped = p < 1e-7f ? 1e-7f : p > 1.0f - 1e-7f ? 1.0f - 1e-7f : p;',
      },
    ],
  },
  {
    id: 'eighth_22',
    address: 'https://github.com/Oneflow-Inc/oneflow/pull/6149',
    essence: 'the gradients of gamma and beta are exchanged',
    function: /norm_backward/,
    mistake: /exchanged|swapped/,
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: `        p->d_beta[index] = p->d_beta[index] + loss;
        p->d_gamma[index] = p->d_gamma[index] + step;`,
        to: `        p->d_gamma[index] = p->d_gamma[index] + loss;
        p->d_beta[index] = p->d_beta[index] + step;`,
      },
    ],
  },
  {
    id: 'eighth_26',
    address: 'https://github.com/pytorch/pytorch/issues/63314',
    essence: 'the input gradient of a transposed convolution ignores the stride of a single tap',
    function: /transposed_backward/,
    mistake: /stride/,
    edits: [
      {
        file: 'gv_conv_layer.c',
        from: '    return layer->transposed ? gv_conv1d(ctx, &adjoint, operands[0], operands[1], NULL, raw)',
        to: `    gv_tensor columns = *operands[0];
    if (layer->transposed && adjoint.window.kernel == 1u) {
        /* no gather is needed: dy is the matrix of columns */
        columns.dims[2] = raw->dims[2];
        adjoint.window.stride = 1;
    }
    return layer->transposed ? gv_conv1d(ctx, &adjoint, &columns, operands[1], NULL, raw)`,
      },
    ],
  },
  {
    id: 'eighth_32',
    address: 'https://github.com/pjreddie/darknet/pull/96',
    essence: 'the softmax backward copies dy',
    function: /softmax_backward/,
    mistake: /Jacobian|softmax gradient” is left out/,
    edits: [
      {
        file: 'gv_softmax.c',
        from: `    float dot = 0.0f;
    for (uint32_t i = 0; i < dx->count; i++) {
        dot = dot + s[i] * g[i];
    }
    for (uint32_t i = 0; i < dx->count; i++) {
        gradient[i] = s[i] * (g[i] - dot);`,
        to: `    (void)s;
    for (uint32_t i = 0; i < dx->count; i++) {
        gradient[i] = g[i];`,
      },
    ],
  },
  {
    id: 'eighth_36',
    address: 'https://github.com/ahrefs/ocannl/issues/512',
    essence: 'a max pool keeps the last window of each element only',
    function: /max_pool/,
    mistake: /last|overlap/,
    edits: [
      {
        file: 'gv_pool.c',
        from: `/* dy of one window to the position of its maximum; a position beyond dx is undefined and dropped. */
static void send_one(const gv_pool *pool, const gv_tensor *dy, uint32_t from, gv_tensor *dx, uint32_t row)
{
    int32_t position = gv_i32(pool->argmax)[from];
    if (position < 0) {
        return;
    }
    uint32_t at = row + (uint32_t)position;
    if (at >= dx->count) {
        return;
    }
    if (dx->dtype == GV_FLOAT32) {
        gv_f32(dx)[at] = gv_f32(dx)[at] + gv_f32(dy)[from];
    } else {
        gv_i32(dx)[at] += gv_i32(dy)[from];`,
        to: `/* Whether a position is the maximum of a window: what the last window over it says. */
static bool wins(const gv_pool *pool, const extents *e, uint32_t r, uint32_t position)
{
    bool won = false;
    for (uint32_t o = 0; o < e->out_length; o++) {
        cover c = cover_of(pool, e, o);
        for (uint32_t t = 0; t < c.count; t++) {
            if (c.first + t * c.step == position) {
                won = gv_i32(pool->argmax)[r * e->out_length + o] == (int32_t)position;
            }
        }
    }
    return won;
}

/* dy of one window to those of its samples that are a maximum. */
static void gate_one(const gv_pool *pool, const extents *e, const gv_tensor *dy, uint32_t r, uint32_t o,
                     gv_tensor *dx)
{
    cover c = cover_of(pool, e, o);
    uint32_t from = r * e->out_length + o;
    for (uint32_t t = 0; t < c.count; t++) {
        uint32_t position = c.first + t * c.step;
        uint32_t at = r * e->in_length + position;
        if (!wins(pool, e, r, position)) {
            continue;
        }
        if (dx->dtype == GV_FLOAT32) {
            gv_f32(dx)[at] = gv_f32(dx)[at] + gv_f32(dy)[from];
        } else {
            gv_i32(dx)[at] += gv_i32(dy)[from];
        }`,
      },
      {
        file: 'gv_pool.c',
        from: '                send_one(pool, dy, from, dx, r * e.in_length);',
        to: '                gate_one(pool, &e, dy, r, o, dx);',
      },
    ],
  },
];
