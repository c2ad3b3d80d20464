/* square_int32: squares (S110). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_square_int32(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need_as(call, "x", GV_INT32);
    gv_tensor *y = gv_need_as(call, "y", GV_INT32);
    GV_TRY(gv_call_status(call));
    (void)ctx;
    for (uint32_t i = 0; i < x->count; i++) {
        gv_i32(y)[i] = gv_element_int32(GV_MUL, gv_i32(x)[i], gv_i32(x)[i]);
    }
    return GV_OK;
}
