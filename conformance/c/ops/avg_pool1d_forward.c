/* avg_pool1d_forward: pool forward (L20). */
#include "gen/ops.h"
#include "gv_pool.h"

gv_status gv_op_avg_pool1d_forward(gv_ctx *ctx, gv_call *call)
{
    gv_pool pool = gv_param_pool(call, GV_POOL_AVERAGE);
    gv_arithmetic arithmetic = gv_param_arithmetic(call, "arithmetic", "rounding");
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_pool_forward(ctx, &pool, x, arithmetic, y);
}
