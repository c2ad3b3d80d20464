/* softmax_forward: Softmax forward (L27). */
#include "gen/ops.h"
#include "gv_softmax.h"

gv_status gv_op_softmax_forward(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_softmax_forward(ctx, x, y);
}
