/* encode_symmetric: float32 values on the grid that the target declares (S25). */
#include "gen/ops.h"
#include "gv_quant.h"

gv_status gv_op_encode_symmetric(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need_as(call, "x", GV_FLOAT32);
    gv_tensor *y = gv_need_as(call, "y", GV_SYM_INT32);
    GV_TRY(gv_call_status(call));
    if (x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "x and y have different counts");
    }
    gv_range range = gv_make_range(y->bits, y->count);
    for (uint32_t i = 0; i < x->count; i++) {
        gv_i32(y)[i] = gv_encode_symmetric(ctx, gv_f32(x)[i], y->scale, &range, y->rounding);
    }
    return GV_OK;
}
