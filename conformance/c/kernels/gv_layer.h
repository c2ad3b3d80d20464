/* One layer of any kind as data, forward and backward (L1-L31). */
#ifndef GV_LAYER_H
#define GV_LAYER_H

#include "gv_funnel.h"
#include "gv_window.h"
#include "sdk/gv_model_call.h"

/* Overwrites the wire y from x. */
gv_status gv_layer_forward(gv_ctx *ctx, const gv_layer *layer, const gv_tensor *x, gv_tensor *y);

/* Accumulates the layer's gradients and overwrites the wire dx; x is the input of the forward. */
gv_status gv_layer_backward(gv_ctx *ctx, const gv_layer *layer, const gv_tensor *x, const gv_tensor *dy,
                            gv_tensor *dx);

#endif
