/* conv1d_forward: Conv1d forward (L6). */
#include "gen/ops.h"
#include "gv_conv_layer.h"

gv_status gv_op_conv1d_forward(gv_ctx *ctx, gv_call *call)
{
    gv_conv_layer layer = gv_param_conv_layer(call, false);
    gv_arithmetic arithmetic = gv_param_arithmetic(call, "arithmetic", "rounding");
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *weight = gv_need(call, "weight");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_conv_forward(ctx, &layer, x, weight, gv_find(call, "bias"), arithmetic, y);
}
