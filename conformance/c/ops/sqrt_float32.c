/* sqrt_float32: square roots (S100). */
#include "gen/ops.h"
#include "gv_float.h"

gv_status gv_op_sqrt_float32(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need_as(call, "x", GV_FLOAT32);
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    if (x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "x and y have different counts");
    }
    for (uint32_t i = 0; i < x->count; i++) {
        gv_f32(y)[i] = gv_sqrt_f32(gv_f32(x)[i]);
    }
    return GV_OK;
}
