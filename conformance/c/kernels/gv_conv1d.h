/*
 * Convolution kernels with raw results (S91-S94, L7, L8, L11): gather (Conv1d) and scatter (transposed), in
 * int32 or in float32 by the dtype of the result. Storage is row-major; dtypes and widths of operands are
 * not checked. Outputs are written after every guard.
 */
#ifndef GV_CONV1D_H
#define GV_CONV1D_H

#include "gv_window.h"

typedef struct {
    gv_window window;
    uint32_t groups;
    uint32_t output_padding; /* scatter only */
} gv_conv;

/* The convolution of a call; only a scatter has the parameter output_padding. */
gv_conv gv_param_conv(gv_call *call, bool scatter);

/* Refuses (A17) an output padding other than 0 or below max(stride, dilation). */
gv_status gv_guard_output_padding(gv_ctx *ctx, const gv_conv *conv);

/*
 * S91, S92: y[B,Cout,Lo] from x[B,Cin,L] and weight[Cout,Cin/g,K]. bias is NULL or [Cout]; its seeds come
 * first, ascending (one draw each in SR mode). Refuses A17 and A12.
 */
gv_status gv_conv1d(gv_ctx *ctx, const gv_conv *conv, const gv_tensor *x, const gv_tensor *weight,
                    const gv_tensor *bias, gv_tensor *y);

/* S93, S94: scatter of x[B,Cin,L] with weight[Cin,Cout/g,K], then the bias. Refuses A17 and A12. */
gv_status gv_conv1d_transposed(gv_ctx *ctx, const gv_conv *conv, const gv_tensor *x, const gv_tensor *weight,
                               const gv_tensor *bias, gv_tensor *y);

/*
 * L7 and L11: sums of x * dy per weight. Refuse A17. Under a contract without the funnel, sums of floats are
 * added to what dw holds.
 */
gv_status gv_conv1d_weight_grad(gv_ctx *ctx, const gv_conv *conv, const gv_tensor *x, const gv_tensor *dy,
                                gv_tensor *dw);
gv_status gv_conv1d_transposed_weight_grad(gv_ctx *ctx, const gv_conv *conv, const gv_tensor *x,
                                           const gv_tensor *dy, gv_tensor *dw);

/* L8, L12: sums of dy[B,C,L] per channel, at the scale of dy. */
void gv_channel_sums(const gv_tensor *dy, gv_tensor *db);

#endif
