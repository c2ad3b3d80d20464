/* epoch_loss: loss of an epoch from the losses of its samples (L34). */
#include "gen/ops.h"
#include "gv_loss.h"

gv_status gv_op_epoch_loss(gv_ctx *ctx, gv_call *call)
{
    bool mean = gv_param_is(call, "reduction", "MEAN");
    gv_tensor *losses = gv_need_as(call, "losses", GV_FLOAT32);
    gv_tensor *loss = gv_need_as(call, "loss", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    if (losses->rank != 2u || losses->count == 0u) {
        return gv_fail(ctx, GV_E_ARG, "losses are [batches, samples], at least one of each");
    }
    gv_f32(loss)[0] = gv_epoch_loss(gv_f32(losses), losses->dims[0], losses->dims[1], mean);
    return GV_OK;
}
