/* threshold_float32: float32 values below b replaced (S109). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_threshold_float32(gv_ctx *ctx, gv_call *call)
{
    float b = gv_param_f32(call, "b");
    float alt = gv_param_f32(call, "alt");
    gv_tensor *x = gv_need_as(call, "x", GV_FLOAT32);
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    (void)ctx;
    gv_threshold_float32(gv_f32(x), x->count, b, alt, gv_f32(y));
    return GV_OK;
}
