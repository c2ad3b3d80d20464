/* lerp: fused linear interpolation (S106). */
#include "gen/ops.h"
#include "gv_fused.h"

gv_status gv_op_lerp(gv_ctx *ctx, gv_call *call)
{
    float w = gv_param_f32(call, "w");
    gv_tensor *a = gv_need(call, "a");
    gv_tensor *b = gv_need(call, "b");
    GV_TRY(gv_call_status(call));
    return gv_lerp(ctx, a, b, w);
}
