/* training_step: gradients of all samples, scaling, one optimizer step (L33, L34). */
#include "gen/ops.h"
#include "gv_model.h"

gv_status gv_op_training_step(gv_ctx *ctx, gv_call *call)
{
    gv_status status = GV_OK;
    gv_model *model = gv_open_model(ctx, call, &status);
    gv_tensor *losses = gv_need_as(call, "losses", GV_FLOAT32);
    gv_tensor *loss = gv_need_as(call, "loss", GV_FLOAT32);
    if (model == NULL || losses == NULL || loss == NULL) {
        return status != GV_OK ? status : gv_call_status(call);
    }
    status = gv_guard_optimizer(ctx, model);
    float each[GV_MODEL_SAMPLES];
    float total = 0.0f;
    if (status == GV_OK) {
        status = gv_accumulate_batch(ctx, model, 0u, model->samples, each, &total);
    }
    if (status == GV_OK) {
        status = gv_optimize(ctx, model);
    }
    GV_TRY(status);
    for (uint32_t i = 0; i < losses->count && i < model->samples; i++) {
        gv_f32(losses)[i] = each[i];
    }
    gv_f32(loss)[0] = total;
    gv_commit_model(model, call);
    return GV_OK;
}
