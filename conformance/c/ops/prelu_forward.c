/* prelu_forward: PReLU forward (L36). */
#include "gen/ops.h"
#include "gv_activation.h"

gv_status gv_op_prelu_forward(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *alpha = gv_need(call, "alpha");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_prelu_forward(ctx, x, alpha, y);
}
