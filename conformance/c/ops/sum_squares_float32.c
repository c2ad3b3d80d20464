/* sum_squares_float32: sum of squares of each block (S99). */
#include "gen/ops.h"
#include "gv_reduce.h"

gv_status gv_op_sum_squares_float32(gv_ctx *ctx, gv_call *call)
{
    uint32_t k = (uint32_t)gv_param_int(call, "k");
    gv_tensor *x = gv_need_as(call, "x", GV_FLOAT32);
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    return gv_sum_squares_float32(ctx, x, k, y);
}
