/* square_float32: squares (S110). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_square_float32(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need_as(call, "x", GV_FLOAT32);
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    (void)ctx;
    for (uint32_t i = 0; i < x->count; i++) {
        gv_f32(y)[i] = gv_element_float32(GV_MUL, gv_f32(x)[i], gv_f32(x)[i]);
    }
    return GV_OK;
}
