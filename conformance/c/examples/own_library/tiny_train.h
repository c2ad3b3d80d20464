/* A small library of training kernels, as somebody else would have it: plain arrays, no word of goldvec. */
#ifndef TINY_TRAIN_H
#define TINY_TRAIN_H

#include <stdint.h>

/* Half away from zero. */
int32_t tt_round(float x);

/* Integers to a grid of `bits` bits, its scale from the largest of them; in and out may be the same. */
void tt_requant(const int32_t *in, float in_scale, int32_t *out, float *out_scale, uint32_t count,
                uint32_t bits);

typedef struct {
    const int32_t *q;
    float scale;
} tt_tensor;

/*
 * Gradients of LayerNorm over `groups` rows of `size` elements: d_gamma and d_beta are added to, dx is
 * written on a grid
 * of `bits` bits. `work` holds groups * size floats.
 */
void tt_layer_norm_backward(tt_tensor x, tt_tensor dy, tt_tensor gamma, uint32_t groups, uint32_t size,
                            float eps,
                            float *d_gamma, float *d_beta, int32_t *dx, float *dx_scale, uint32_t bits,
                            float *work);

#endif
