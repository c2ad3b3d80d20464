/* sum_float32: sum, first to last (S110). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_sum_float32(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need_as(call, "x", GV_FLOAT32);
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    (void)ctx;
    gv_f32(y)[0] = gv_sum_float32(gv_f32(x), x->count);
    return GV_OK;
}
