/* addcdiv: scaled quotient added (S108). */
#include "gen/ops.h"
#include "gv_fused.h"

gv_status gv_op_addcdiv(gv_ctx *ctx, gv_call *call)
{
    float s = gv_param_f32(call, "s");
    float divisor = gv_param_f32(call, "divisor");
    float eps = gv_param_f32(call, "eps");
    gv_tensor *a = gv_need(call, "a");
    gv_tensor *b = gv_need(call, "b");
    gv_tensor *v = gv_need(call, "v");
    GV_TRY(gv_call_status(call));
    return gv_addcdiv(ctx, a, b, v, s, divisor, eps);
}
