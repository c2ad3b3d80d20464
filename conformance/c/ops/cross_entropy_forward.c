/* cross_entropy_forward: loss value (L28). */
#include "gen/ops.h"
#include "gv_softmax.h"

gv_status gv_op_cross_entropy_forward(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *output = gv_need(call, "output");
    gv_tensor *label = gv_need(call, "label");
    gv_tensor *loss = gv_need_as(call, "loss", GV_FLOAT32);
    bool mean = gv_param_is(call, "reduction", "MEAN");
    GV_TRY(gv_call_status(call));
    return gv_cross_entropy_loss(ctx, output, label, mean, gv_f32(loss));
}
