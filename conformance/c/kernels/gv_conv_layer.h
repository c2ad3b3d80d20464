/* Conv1d and Conv1dTransposed as layers (L6-L13; step-june-23 for the contract with raw wires). */
#ifndef GV_CONV_LAYER_H
#define GV_CONV_LAYER_H

#include "gv_conv1d.h"
#include "gv_gradient.h"

/* A layer without its tensors. A transposed layer scatters forward and gathers backward. */
typedef struct {
    gv_conv conv;
    bool transposed;
} gv_conv_layer;

gv_conv_layer gv_param_conv_layer(gv_call *call, bool transposed);

/* L6, L10. Draws in SR mode: prologue, one per bias seed, epilogue. Refuses A12, A17, B5. */
gv_status gv_conv_forward(gv_ctx *ctx, const gv_conv_layer *layer, const gv_tensor *x,
                          const gv_tensor *weight, const gv_tensor *bias, gv_arithmetic arithmetic,
                          gv_tensor *y);

/* L7-L9, L11-L13: accumulates the gradients, overwrites dx; a refusal leaves all of them untouched. */
gv_status gv_conv_backward(gv_ctx *ctx, const gv_conv_layer *layer, const gv_gradient_steps *steps,
                           const gv_tensor *x, const gv_tensor *dy, const gv_tensor *weight, gv_tensor *dx);

#endif
