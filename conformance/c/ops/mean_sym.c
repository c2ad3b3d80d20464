/* mean_sym: mean of each block of mantissas (S101). */
#include "gen/ops.h"
#include "gv_reduce.h"

gv_status gv_op_mean_sym(gv_ctx *ctx, gv_call *call)
{
    uint32_t k = (uint32_t)gv_param_int(call, "k");
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    return gv_mean_sym(ctx, x, k, y);
}
