/* zero_gradient: S114. */
#include "gen/ops.h"
#include "gv_optimizer.h"

gv_status gv_op_zero_gradient(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *gradient = gv_need(call, "gradient");
    GV_TRY(gv_call_status(call));
    gv_zero_gradient(ctx, gradient);
    return GV_OK;
}
