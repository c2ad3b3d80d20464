/* Backward of Linear: weight, bias and input gradient (L2-L4). */
#ifndef GV_LINEAR_BACKWARD_H
#define GV_LINEAR_BACKWARD_H

#include "gv_gradient.h"

/* L2 raw: transposed dy[B,O] times x[B,I] into dw[O,I] at the product scale. Refuses A16. */
gv_status gv_linear_weight_grad_raw(gv_ctx *ctx, const gv_tensor *dy, const gv_tensor *x, gv_tensor *dw);

/* L3 raw: batch sums of dy[B,O] into db[O] at dy's scale; no label is checked. */
gv_status gv_linear_bias_grad_raw(gv_ctx *ctx, const gv_tensor *dy, gv_tensor *db);

/* L4 raw: dy[B,O] times weight[O,I] into dx[B,I] at the product scale. Refuses A16. */
gv_status gv_linear_input_grad_raw(gv_ctx *ctx, const gv_tensor *dy, const gv_tensor *weight, gv_tensor *dx);

/*
 * L2, L3, L4 in this order. Refuses A12, A14, A15, A16; a refused call leaves dx and both gradients as they
 * were.
 */
gv_status gv_linear_backward(gv_ctx *ctx, const gv_gradient_steps *steps, const gv_tensor *x,
                             const gv_tensor *dy, const gv_tensor *weight, gv_tensor *dx);

#endif
