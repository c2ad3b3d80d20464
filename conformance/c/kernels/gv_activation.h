/*
 * ReLU, Dropout, Flatten (L24-L26): element-wise, the arm follows the arithmetic, the scale passes.
 * Nothing is rounded, no width is looked at. PReLU (L36): FLOAT32 only, one rounded product.
 */
#ifndef GV_ACTIVATION_H
#define GV_ACTIVATION_H

#include "gv_funnel.h"

/* L36: not above 0 times a slope, one or one per index on axis 1. Refuses (A20, A21) what does not fit. */
gv_status gv_prelu_forward(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *alpha, gv_tensor *y);

/* L24 forward; x and y have the arm's dtype. */
gv_status gv_relu_forward(gv_ctx *ctx, const gv_tensor *x, gv_arithmetic arithmetic, gv_tensor *y);

/* L24 backward: x is the layer's input. Refuses (B7) wires of another dtype than the arm's. */
gv_status gv_relu_backward(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *dy, gv_arithmetic arithmetic,
                           gv_tensor *dx);

/* L25 forward: mask->count draws in training, a copy otherwise. Refuses (B7) the rate and the mask's size. */
gv_status gv_dropout_forward(gv_ctx *ctx, const gv_tensor *x, float p, bool training,
                             gv_arithmetic arithmetic, gv_tensor *mask, gv_tensor *y);

/* L25 backward by the stored mask. Refuses (B7) the rate, dtypes and the mask's size. */
gv_status gv_dropout_backward(gv_ctx *ctx, const gv_tensor *dy, float p, gv_arithmetic arithmetic,
                              const gv_tensor *mask, gv_tensor *dx);

/* L26 in both directions: payload and scale, the width stays. */
gv_status gv_flatten(gv_ctx *ctx, const gv_tensor *from, gv_tensor *to);

#endif
