/* conv1d_backward: Conv1d backward (L7-L9). */
#include "gen/ops.h"
#include "gv_conv_layer.h"

gv_status gv_op_conv1d_backward(gv_ctx *ctx, gv_call *call)
{
    gv_conv_layer layer = gv_param_conv_layer(call, false);
    gv_gradient_steps steps = gv_param_gradient_steps(call);
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *dy = gv_need(call, "dy");
    gv_tensor *weight = gv_need(call, "weight");
    gv_tensor *dx = gv_need(call, "dx");
    GV_TRY(gv_call_status(call));
    return gv_conv_backward(ctx, &layer, &steps, x, dy, weight, dx);
}
