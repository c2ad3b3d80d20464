/* linear_bias_grad_raw: raw bias gradient of Linear (L3). */
#include "gen/ops.h"
#include "gv_linear_backward.h"

gv_status gv_op_linear_bias_grad_raw(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *dy = gv_need(call, "dy");
    gv_tensor *db = gv_need(call, "db");
    GV_TRY(gv_call_status(call));
    return gv_linear_bias_grad_raw(ctx, dy, db);
}
