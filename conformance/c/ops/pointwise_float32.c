/* pointwise_float32: float32 elements over logical indices (S74, S75). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_pointwise_float32(gv_ctx *ctx, gv_call *call)
{
    gv_element_fn fn = gv_param_element_fn(call, "fn");
    gv_tensor *a = gv_need_as(call, "a", GV_FLOAT32);
    gv_tensor *b = gv_need_as(call, "b", GV_FLOAT32);
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    return gv_pointwise(ctx, fn, a, b, y);
}
