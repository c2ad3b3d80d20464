/* dropout_forward: Dropout forward (L25). */
#include "gen/ops.h"
#include "gv_activation.h"

gv_status gv_op_dropout_forward(gv_ctx *ctx, gv_call *call)
{
    gv_arithmetic arithmetic = gv_param_arithmetic(call, "arithmetic", "rounding");
    float p = gv_param_f32(call, "p");
    bool training = gv_param_is(call, "training", "yes");
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *mask = gv_need_as(call, "mask", GV_BOOL);
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_dropout_forward(ctx, x, p, training, arithmetic, mask, y);
}
