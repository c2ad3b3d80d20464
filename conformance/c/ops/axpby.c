/* axpby: weighted sum (S105). */
#include "gen/ops.h"
#include "gv_fused.h"

gv_status gv_op_axpby(gv_ctx *ctx, gv_call *call)
{
    float a = gv_param_f32(call, "a");
    float b = gv_param_f32(call, "b");
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need(call, "y");
    gv_tensor *out = gv_need(call, "out");
    GV_TRY(gv_call_status(call));
    return gv_axpby(ctx, a, x, b, y, out);
}
