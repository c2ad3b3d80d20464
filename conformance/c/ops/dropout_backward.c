/* dropout_backward: Dropout backward (L25). */
#include "gen/ops.h"
#include "gv_activation.h"

gv_status gv_op_dropout_backward(gv_ctx *ctx, gv_call *call)
{
    gv_arithmetic arithmetic = gv_param_arithmetic(call, "dx_arithmetic", "dx_rounding");
    float p = gv_param_f32(call, "p");
    gv_tensor *dy = gv_need(call, "dy");
    gv_tensor *mask = gv_need_as(call, "mask", GV_BOOL);
    gv_tensor *dx = gv_need(call, "dx");
    GV_TRY(gv_call_status(call));
    return gv_dropout_backward(ctx, dy, p, arithmetic, mask, dx);
}
