/* mse_backward: seed gradient (L29). */
#include "gen/ops.h"
#include "gv_loss.h"

gv_status gv_op_mse_backward(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *output = gv_need(call, "output");
    gv_tensor *label = gv_need(call, "label");
    gv_tensor *gradient = gv_need(call, "gradient");
    GV_TRY(gv_call_status(call));
    return gv_mse_gradient(ctx, output, label, gradient);
}
