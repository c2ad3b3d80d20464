/* flatten_backward: Flatten backward (L26). */
#include "gen/ops.h"
#include "gv_activation.h"

gv_status gv_op_flatten_backward(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *dy = gv_need(call, "dy");
    gv_tensor *dx = gv_need(call, "dx");
    GV_TRY(gv_call_status(call));
    return gv_flatten(ctx, dy, dx);
}
