/* mse_forward: loss value (L29). */
#include "gen/ops.h"
#include "gv_loss.h"

gv_status gv_op_mse_forward(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *output = gv_need(call, "output");
    gv_tensor *label = gv_need(call, "label");
    gv_tensor *loss = gv_need_as(call, "loss", GV_FLOAT32);
    bool mean = gv_param_is(call, "reduction", "MEAN");
    GV_TRY(gv_call_status(call));
    return gv_mse_loss(ctx, output, label, mean, gv_f32(loss));
}
