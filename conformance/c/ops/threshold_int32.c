/* threshold_int32: int32 values below b replaced (S109). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_threshold_int32(gv_ctx *ctx, gv_call *call)
{
    int32_t b = gv_param_int(call, "b");
    int32_t alt = gv_param_int(call, "alt");
    gv_tensor *x = gv_need_as(call, "x", GV_INT32);
    gv_tensor *y = gv_need_as(call, "y", GV_INT32);
    GV_TRY(gv_call_status(call));
    (void)ctx;
    gv_threshold_int32(gv_i32(x), x->count, b, alt, gv_i32(y));
    return GV_OK;
}
