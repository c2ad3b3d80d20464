/* linear_forward_raw: raw Linear accumulators (L1 steps 1-3). */
#include "gen/ops.h"
#include "gv_linear.h"

gv_status gv_op_linear_forward_raw(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *weight = gv_need(call, "weight");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_linear_forward_raw(ctx, x, weight, gv_find(call, "bias"), y);
}
