/* linear_backward: weight, bias and input gradient of Linear (L2-L4). */
#include "gen/ops.h"
#include "gv_linear_backward.h"

gv_status gv_op_linear_backward(gv_ctx *ctx, gv_call *call)
{
    gv_linear_steps steps = {
        .weight_math = gv_param_arithmetic(call, "weight_arithmetic", "weight_rounding"),
        .bias_math = gv_param_arithmetic(call, "bias_arithmetic", "bias_rounding"),
        .dx_math = gv_param_arithmetic(call, "dx_arithmetic", "dx_rounding"),
        .weight_mode = gv_param_out_mode(call, "weight_mode"),
        .bias_mode = gv_param_out_mode(call, "bias_mode"),
        .weight_grad = gv_need(call, "weight_grad"),
        .bias_grad = gv_find(call, "bias_grad"),
    };
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *dy = gv_need(call, "dy");
    gv_tensor *weight = gv_need(call, "weight");
    gv_tensor *dx = gv_need(call, "dx");
    GV_TRY(gv_call_status(call));
    return gv_linear_backward(ctx, &steps, x, dy, weight, dx);
}
