/* rsqrt_float32: reciprocal square roots (S100). */
#include "gen/ops.h"
#include "gv_reduce.h"

gv_status gv_op_rsqrt_float32(gv_ctx *ctx, gv_call *call)
{
    float eps = gv_param_f32(call, "eps");
    gv_tensor *x = gv_need_as(call, "x", GV_FLOAT32);
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    (void)ctx;
    for (uint32_t i = 0; i < x->count; i++) {
        gv_f32(y)[i] = gv_rsqrt_f32(gv_f32(x)[i], eps);
    }
    return GV_OK;
}
