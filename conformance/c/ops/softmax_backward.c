/* softmax_backward: Softmax backward (L27). */
#include "gen/ops.h"
#include "gv_softmax.h"

gv_status gv_op_softmax_backward(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *dy = gv_need(call, "dy");
    gv_tensor *dx = gv_need(call, "dx");
    GV_TRY(gv_call_status(call));
    return gv_softmax_backward(ctx, x, dy, dx);
}
