/* pointwise_float32_scalar: float32 elements and a scalar, flat (S74, S75). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_pointwise_float32_scalar(gv_ctx *ctx, gv_call *call)
{
    gv_element_fn fn = gv_param_element_fn(call, "fn");
    float c = gv_param_f32(call, "c");
    gv_tensor *x = gv_need_as(call, "x", GV_FLOAT32);
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    if (x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "x and y have different counts");
    }
    gv_scalar_float32(fn, gv_f32(x), x->count, c, gv_f32(y));
    return GV_OK;
}
