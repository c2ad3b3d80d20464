/* cross_entropy_backward: seed gradient (L28). */
#include "gen/ops.h"
#include "gv_softmax.h"

gv_status gv_op_cross_entropy_backward(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *output = gv_need(call, "output");
    gv_tensor *label = gv_need(call, "label");
    gv_tensor *gradient = gv_need(call, "gradient");
    GV_TRY(gv_call_status(call));
    return gv_cross_entropy_gradient(ctx, output, label, gradient);
}
