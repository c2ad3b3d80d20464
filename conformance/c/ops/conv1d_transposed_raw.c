/* conv1d_transposed_raw: scatter kernel (S93, S94). */
#include "gen/ops.h"
#include "gv_conv1d.h"

gv_status gv_op_conv1d_transposed_raw(gv_ctx *ctx, gv_call *call)
{
    gv_conv conv = gv_param_conv(call, true);
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *weight = gv_need(call, "weight");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_conv1d_transposed(ctx, &conv, x, weight, gv_find(call, "bias"), y);
}
