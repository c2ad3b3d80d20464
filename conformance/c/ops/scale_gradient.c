/* scale_gradient: S115. */
#include "gen/ops.h"
#include "gv_optimizer.h"

gv_status gv_op_scale_gradient(gv_ctx *ctx, gv_call *call)
{
    float factor = gv_param_f32(call, "factor");
    gv_tensor *gradient = gv_need(call, "gradient");
    GV_TRY(gv_call_status(call));
    return gv_scale_gradient(ctx, gradient, factor);
}
