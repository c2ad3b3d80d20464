/* linear_input_grad_raw: raw input gradient of Linear (L4). */
#include "gen/ops.h"
#include "gv_linear_backward.h"

gv_status gv_op_linear_input_grad_raw(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *dy = gv_need(call, "dy");
    gv_tensor *weight = gv_need(call, "weight");
    gv_tensor *dx = gv_need(call, "dx");
    GV_TRY(gv_call_status(call));
    return gv_linear_input_grad_raw(ctx, dy, weight, dx);
}
