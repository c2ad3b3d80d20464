/* round: float32 to int32 by mode (S18). */
#include "gen/ops.h"
#include "gv_round.h"

gv_status gv_op_round(gv_ctx *ctx, gv_call *call)
{
    gv_rounding mode = gv_param_rounding(call, "rounding");
    gv_tensor *x = gv_need_as(call, "x", GV_FLOAT32);
    gv_tensor *y = gv_need_as(call, "y", GV_INT32);
    GV_TRY(gv_call_status(call));
    if (x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "x and y have different counts");
    }
    for (uint32_t i = 0; i < x->count; i++) {
        gv_i32(y)[i] = gv_round(ctx, gv_f32(x)[i], mode);
    }
    return GV_OK;
}
