/* training_run: consecutive training steps over stacked samples, all state carried (L34). */
#include <string.h>

#include "gen/ops.h"
#include "gv_model.h"

gv_status gv_op_training_run(gv_ctx *ctx, gv_call *call)
{
    gv_status status = GV_OK;
    gv_model *model = gv_open_model(ctx, call, &status);
    uint32_t size = (uint32_t)gv_param_int(call, "batch");
    gv_tensor *losses = gv_need_as(call, "losses", GV_FLOAT32);
    gv_tensor *digests = gv_need_as(call, "digests", GV_INT32);
    if (model == NULL || losses == NULL || digests == NULL) {
        return status != GV_OK ? status : gv_call_status(call);
    }
    uint32_t steps = losses->count < digests->count ? losses->count : digests->count;
    float *loss = gv_scratch(ctx, steps * sizeof(float));
    uint32_t *checkpoints = gv_scratch(ctx, steps * sizeof(uint32_t));
    if (loss == NULL || checkpoints == NULL) {
        return gv_fail(ctx, GV_E_MEMORY, "a training does not fit the scratch arena");
    }
    GV_TRY(gv_model_steps(ctx, model, size, steps, loss, checkpoints));
    memcpy(losses->data, loss, steps * sizeof(float));
    memcpy(digests->data, checkpoints, steps * sizeof(uint32_t));
    gv_commit_model(model, call);
    return GV_OK;
}
