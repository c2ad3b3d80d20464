/* Linear forward (L1): y[B,O] = x[B,I] times transposed weight[O,I], plus bias[O]. */
#ifndef GV_LINEAR_H
#define GV_LINEAR_H

#include "gv_funnel.h"

/*
 * L1 steps 1-3: raw mantissas and product scale into y, whose width and mode are not looked at. bias is NULL
 * or SYM_INT32.
 */
gv_status gv_linear_forward_raw(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *weight,
                                const gv_tensor *bias, gv_tensor *y);

/*
 * L1 in either arithmetic: through the funnel where the contract restores the width at the producer, else
 * straight into y. Draws in SR mode: prologue, one per bias seed, epilogue (S72). Refuses A16 and A12.
 */
gv_status gv_linear_forward(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *weight,
                            const gv_tensor *bias, gv_arithmetic arithmetic, gv_tensor *y);

#endif
