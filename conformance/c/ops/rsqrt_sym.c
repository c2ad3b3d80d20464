/* rsqrt_sym: reciprocal square roots on a fresh grid (S103). */
#include "gen/ops.h"
#include "gv_reduce.h"

gv_status gv_op_rsqrt_sym(gv_ctx *ctx, gv_call *call)
{
    float eps = gv_param_f32(call, "eps");
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need_as(call, "y", GV_SYM_INT32);
    GV_TRY(gv_call_status(call));
    return gv_rsqrt_sym(ctx, x, eps, y);
}
