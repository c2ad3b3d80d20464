/* adaptive_avg_pool1d_backward: pool backward (L23). */
#include "gen/ops.h"
#include "gv_pool.h"

gv_status gv_op_adaptive_avg_pool1d_backward(gv_ctx *ctx, gv_call *call)
{
    gv_pool pool = gv_param_pool(call, GV_POOL_ADAPTIVE);
    gv_arithmetic arithmetic = gv_param_arithmetic(call, "dx_arithmetic", "dx_rounding");
    gv_tensor *dy = gv_need(call, "dy");
    gv_tensor *dx = gv_need(call, "dx");
    GV_TRY(gv_call_status(call));
    return gv_pool_backward(ctx, &pool, dy, arithmetic, dx);
}
