/* model_forward: outputs, losses and classes of a model over stacked samples (L34). */
#include <string.h>

#include "gen/ops.h"
#include "gv_convert.h"
#include "gv_model.h"
#include "gv_softmax.h"

/* One sample after the other into results as large as the sample count. */
static gv_status answer(gv_ctx *ctx, gv_model *model, float *outputs, float *losses, int32_t *classes)
{
    const gv_tensor *output = model->forward[model->count - 1u];
    gv_status status = GV_OK;
    for (uint32_t i = 0; i < model->samples && status == GV_OK; i++) {
        size_t mark = ctx->scratch.used;
        status = gv_model_forward(ctx, model, i, &losses[i]);
        if (status == GV_OK) {
            status = gv_decode_values(ctx, output, outputs + (size_t)i * output->count);
        }
        if (status == GV_OK) {
            status = gv_argmax(ctx, output, output->count, &classes[i]);
        }
        ctx->scratch.used = mark;
    }
    return status;
}

gv_status gv_op_model_forward(gv_ctx *ctx, gv_call *call)
{
    gv_status status = GV_OK;
    gv_model *model = gv_open_model(ctx, call, &status);
    gv_tensor *outputs = gv_need_as(call, "outputs", GV_FLOAT32);
    gv_tensor *losses = gv_need_as(call, "losses", GV_FLOAT32);
    gv_tensor *classes = gv_need_as(call, "classes", GV_INT32);
    if (model == NULL || outputs == NULL || losses == NULL || classes == NULL) {
        return status != GV_OK ? status : gv_call_status(call);
    }
    uint32_t size = model->forward[model->count - 1u]->count;
    bool fits = outputs->count == model->samples * size && losses->count == model->samples &&
                classes->count == model->samples;
    float *values = gv_scratch(ctx, outputs->bytes);
    float *loss = gv_scratch(ctx, losses->bytes);
    int32_t *indices = gv_scratch(ctx, classes->bytes);
    if (!fits || values == NULL || loss == NULL || indices == NULL) {
        return gv_fail(ctx, fits ? GV_E_MEMORY : GV_E_ARG, "the results do not fit");
    }
    GV_TRY(answer(ctx, model, values, loss, indices));
    memcpy(outputs->data, values, outputs->bytes);
    memcpy(losses->data, loss, losses->bytes);
    memcpy(classes->data, indices, classes->bytes);
    gv_commit_model(model, call);
    return GV_OK;
}
