/* relu_backward: ReLU backward (L24). */
#include "gen/ops.h"
#include "gv_activation.h"

gv_status gv_op_relu_backward(gv_ctx *ctx, gv_call *call)
{
    gv_arithmetic arithmetic = gv_param_arithmetic(call, "dx_arithmetic", "dx_rounding");
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *dy = gv_need(call, "dy");
    gv_tensor *dx = gv_need(call, "dx");
    GV_TRY(gv_call_status(call));
    return gv_relu_backward(ctx, x, dy, arithmetic, dx);
}
