/* linear_backward: weight, bias and input gradient of Linear (L2-L4). */
#include "gen/ops.h"
#include "gv_linear_backward.h"

gv_status gv_op_linear_backward(gv_ctx *ctx, gv_call *call)
{
    gv_gradient_steps steps = gv_param_gradient_steps(call);
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *dy = gv_need(call, "dy");
    gv_tensor *weight = gv_need(call, "weight");
    gv_tensor *dx = gv_need(call, "dx");
    GV_TRY(gv_call_status(call));
    return gv_linear_backward(ctx, &steps, x, dy, weight, dx);
}
