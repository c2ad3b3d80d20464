/* linear_weight_grad_raw: raw weight gradient of Linear (L2). */
#include "gen/ops.h"
#include "gv_linear_backward.h"

gv_status gv_op_linear_weight_grad_raw(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *dy = gv_need(call, "dy");
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *dw = gv_need(call, "dw");
    GV_TRY(gv_call_status(call));
    return gv_linear_weight_grad_raw(ctx, dy, x, dw);
}
