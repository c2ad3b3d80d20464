/* L29. */
#include "gv_loss.h"

#include "gv_convert.h"
#include "gv_float.h"
#include "gv_pointwise.h"

gv_status gv_read_loss_operands(gv_ctx *ctx, const gv_tensor *output, const gv_tensor *label,
                                uint32_t accepted, gv_loss_operands *operands)
{
    bool sym = output->dtype == GV_SYM_INT32 && (accepted & (uint32_t)GV_LOSS_SYM_INT32) != 0u;
    bool asym = output->dtype == GV_ASYM && (accepted & (uint32_t)GV_LOSS_ASYM) != 0u;
    if (output->dtype != GV_FLOAT32 && !sym && !asym) {
        return gv_fail(ctx, GV_E_REFUSED, "B8: a loss of this output format is not defined");
    }
    operands->count = output->count;
    gv_status status = gv_guard_cell(ctx, label);
    if (status == GV_OK) {
        operands->output = gv_values_of(ctx, output, &status);
    }
    if (status == GV_OK) {
        operands->label = gv_values_of(ctx, label, &status);
    }
    return status;
}

gv_status gv_write_loss_gradient(gv_ctx *ctx, float *gradient, gv_tensor *target)
{
    gv_tensor source = *target;
    source.dtype = GV_FLOAT32;
    source.bits = 0;
    source.bytes = target->count * (uint32_t)sizeof(float);
    source.data = gradient;
    return gv_convert(ctx, &source, target, target->rounding);
}

gv_status gv_mse_loss(gv_ctx *ctx, const gv_tensor *output, const gv_tensor *label, bool mean, float *loss)
{
    gv_loss_operands operands;
    GV_TRY(gv_read_loss_operands(ctx, output, label, GV_LOSS_SYM_INT32, &operands));
    float sum = 0.0f;
    for (uint32_t i = 0; i < operands.count; i++) {
        float delta = operands.output[i] - operands.label[i];
        sum = sum + delta * delta;
    }
    *loss = mean ? sum / gv_i2f((int32_t)operands.count) : sum;
    return GV_OK;
}

gv_status gv_mse_gradient(gv_ctx *ctx, const gv_tensor *output, const gv_tensor *label,
                          gv_tensor *gradient)
{
    gv_loss_operands operands;
    GV_TRY(gv_read_loss_operands(ctx, output, label, GV_LOSS_SYM_INT32, &operands));
    float *g = gv_scratch(ctx, operands.count * sizeof(float));
    if (g == NULL) {
        return gv_fail(ctx, GV_E_MEMORY, "a loss gradient does not fit the scratch arena");
    }
    for (uint32_t i = 0; i < operands.count; i++) {
        g[i] = 2.0f * (operands.output[i] - operands.label[i]);
    }
    return gv_write_loss_gradient(ctx, g, gradient);
}

float gv_epoch_loss(const float *losses, uint32_t batches, uint32_t size, bool mean)
{
    float sum = 0.0f;
    for (uint32_t b = 0; b < batches; b++) {
        float batch = gv_sum_float32(losses + (size_t)b * size, size);
        sum += mean ? batch / gv_i2f((int32_t)size) : batch;
    }
    return sum / gv_i2f((int32_t)batches);
}

float gv_cross_entropy_factor(uint32_t samples)
{
    return 1.0f / gv_i2f((int32_t)samples);
}

float gv_mse_factor(uint32_t samples, const gv_tensor *label)
{
    uint32_t entries = label->rank > 0 ? label->dims[0] : 1u;
    uint32_t features = label->count / entries;
    return 1.0f / (float)((uint64_t)samples * features);
}
