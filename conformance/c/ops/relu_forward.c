/* relu_forward: ReLU forward (L24). */
#include "gen/ops.h"
#include "gv_activation.h"

gv_status gv_op_relu_forward(gv_ctx *ctx, gv_call *call)
{
    gv_arithmetic arithmetic = gv_param_arithmetic(call, "arithmetic", "rounding");
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_relu_forward(ctx, x, arithmetic, y);
}
