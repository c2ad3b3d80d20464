/* L27, L28, L34. */
#include "gv_softmax.h"

#include <string.h>

#include "gv_contract.h"
#include "gv_convert.h"
#include "gv_exp_log.h"
#include "gv_float.h"
#include "gv_funnel.h"
#include "gv_loss.h"

/* The first maximum, or 0 in the early SYM arm, which a wire on either side selects. */
static float shift_of(const gv_ctx *ctx, const gv_tensor *x, const gv_tensor *y, const float *values)
{
    bool plain = x->dtype == GV_FLOAT32 && y->dtype == GV_FLOAT32;
    if (ctx->contract->softmax == GV_SOFTMAX_RAW_LOGITS && !plain) {
        return 0.0f;
    }
    float maximum = values[0];
    for (uint32_t i = 1; i < x->count; i++) {
        if (values[i] > maximum) {
            maximum = values[i];
        }
    }
    return maximum;
}

static float *float_scratch(gv_ctx *ctx, uint32_t count, gv_status *status)
{
    float *values = gv_scratch(ctx, (size_t)count * sizeof *values);
    *status = values == NULL ? gv_fail(ctx, GV_E_MEMORY, "Softmax does not fit the scratch arena") : GV_OK;
    return values;
}

static gv_status guard_wires(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *y)
{
    bool early = ctx->contract->softmax == GV_SOFTMAX_RAW_LOGITS;
    if (early && (x->dtype == GV_ASYM || y->dtype == GV_ASYM)) {
        return gv_fail(ctx, GV_E_REFUSED, "A4: Softmax of an ASYM wire");
    }
    return gv_guard_cell(ctx, x);
}

gv_status gv_softmax_forward(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y)
{
    gv_status status = guard_wires(ctx, x, y);
    GV_TRY(status);
    if (x->count == 0u || x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "Softmax takes at least one logit and as many outputs");
    }
    const gv_arithmetic wired = {.type = GV_ARITH_FLOAT32, .rounding = GV_HALF_AWAY};
    gv_tensor scratch;
    const gv_tensor *operand = gv_prepare_operand(ctx, x, wired, &scratch, &status);
    GV_TRY(status);
    const float *values = gv_f32(operand);
    float *powers = float_scratch(ctx, x->count, &status);
    GV_TRY(status);
    float shift = shift_of(ctx, x, y, values);
    float sum = 0.0f;
    for (uint32_t i = 0; i < x->count; i++) {
        powers[i] = gv_exp_f32(values[i] - shift);
        sum = sum + powers[i];
    }
    for (uint32_t i = 0; i < x->count; i++) {
        powers[i] = powers[i] / sum;
    }
    gv_tensor raw = *y;
    raw.dtype = GV_FLOAT32;
    raw.bytes = y->count * (uint32_t)sizeof(float);
    raw.data = powers;
    return gv_write_output(ctx, &raw, y, wired);
}

gv_status gv_softmax_backward(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *dy, gv_tensor *dx)
{
    gv_status status;
    const float *s = gv_values_of(ctx, x, &status);
    const float *g = status == GV_OK ? gv_values_of(ctx, dy, &status) : NULL;
    float *gradient = status == GV_OK ? float_scratch(ctx, dx->count, &status) : NULL;
    GV_TRY(status);
    float dot = 0.0f;
    for (uint32_t i = 0; i < dx->count; i++) {
        dot = dot + s[i] * g[i];
    }
    for (uint32_t i = 0; i < dx->count; i++) {
        gradient[i] = s[i] * (g[i] - dot);
    }
    return gv_write_loss_gradient(ctx, gradient, dx);
}

/* Quantized outputs that the contract's loss takes. */
static uint32_t accepted(const gv_ctx *ctx, uint32_t outputs)
{
    bool refused = ctx->contract->cross_entropy_sym == GV_CROSS_ENTROPY_SYM_REFUSED;
    return refused ? (uint32_t)GV_LOSS_FLOAT : outputs;
}

/* Neither NaN nor infinite: the exponent field is not all ones. */
static bool is_finite(float p) { return (gv_bits_of(p) & 0x7f800000u) != 0x7f800000u; }

gv_status gv_cross_entropy_loss(gv_ctx *ctx, const gv_tensor *output, const gv_tensor *label, bool mean,
                                float *loss)
{
    gv_loss_operands operands;
    GV_TRY(gv_read_loss_operands(ctx, output, label, accepted(ctx, GV_LOSS_SYM_INT32), &operands));
    float sum = 0.0f;
    for (uint32_t i = 0; i < operands.count; i++) {
        float p = operands.output[i];
        if (!is_finite(p)) {
            return gv_fail(ctx, GV_E_REFUSED, "B8: a probability is not finite");
        }
        float clamped = p < 1e-7f ? 1e-7f : p;
        float cost = -gv_log_f32(clamped);
        sum = sum + operands.label[i] * cost;
    }
    *loss = mean && output->rank >= 2u ? sum / gv_i2f((int32_t)output->dims[0]) : sum;
    return GV_OK;
}

gv_status gv_cross_entropy_gradient(gv_ctx *ctx, const gv_tensor *output, const gv_tensor *label,
                                    gv_tensor *gradient)
{
    gv_loss_operands operands;
    uint32_t outputs = accepted(ctx, (uint32_t)GV_LOSS_SYM_INT32 | (uint32_t)GV_LOSS_ASYM);
    gv_status status = gv_read_loss_operands(ctx, output, label, outputs, &operands);
    float *g = status == GV_OK ? float_scratch(ctx, operands.count, &status) : NULL;
    GV_TRY(status);
    for (uint32_t i = 0; i < operands.count; i++) {
        g[i] = operands.output[i] - operands.label[i];
    }
    return gv_write_loss_gradient(ctx, g, gradient);
}

/* Row i of a stack of `rows` rows of four-byte elements. */
static gv_tensor row_of(const gv_tensor *stack, uint32_t rows, uint32_t i)
{
    gv_tensor row = *stack;
    row.count = stack->count / rows;
    row.data = gv_bytes(stack) + (size_t)4 * row.count * i;
    return row;
}

static gv_status count_sample(gv_ctx *ctx, const gv_tensor *output, const gv_tensor *label, int32_t *counts)
{
    int32_t target = 0;
    int32_t predicted = 0;
    gv_status status = gv_argmax(ctx, label, label->count, &target);
    if (status == GV_OK) {
        status = gv_argmax(ctx, output, label->count, &predicted);
    }
    if (status == GV_OK) {
        counts[(uint32_t)target * label->count + (uint32_t)predicted]++;
    }
    return status;
}

gv_status gv_confusion_counts(gv_ctx *ctx, const gv_tensor *outputs, const gv_tensor *labels,
                              gv_tensor *table)
{
    uint32_t samples = labels->rank > 0u ? labels->dims[0] : 0u;
    if (samples == 0u || outputs->rank == 0u || outputs->dims[0] != samples) {
        return gv_fail(ctx, GV_E_ARG, "as many outputs as labels, at least one");
    }
    uint32_t classes = labels->count / samples;
    if (classes == 0u || table->count != classes * classes) {
        return gv_fail(ctx, GV_E_ARG, "the table is classes by classes");
    }
    int32_t *counts = gv_scratch(ctx, table->bytes);
    if (counts == NULL) {
        return gv_fail(ctx, GV_E_MEMORY, "the table does not fit the scratch arena");
    }
    memset(counts, 0, table->bytes);
    for (uint32_t i = 0; i < samples; i++) {
        gv_tensor output = row_of(outputs, samples, i);
        gv_tensor label = row_of(labels, samples, i);
        gv_status status = count_sample(ctx, &output, &label, counts);
        if (status != GV_OK) {
            return status;
        }
    }
    memcpy(table->data, counts, table->bytes);
    return GV_OK;
}

gv_status gv_argmax(gv_ctx *ctx, const gv_tensor *x, uint32_t classes, int32_t *index)
{
    if (x->dtype != GV_FLOAT32 && x->dtype != GV_SYM_INT32) {
        return gv_fail(ctx, GV_E_REFUSED, "B9: a class of a tensor that is no wire");
    }
    if (classes > x->count) {
        return gv_fail(ctx, GV_E_ARG, "more classes than elements");
    }
    uint32_t best = 0;
    for (uint32_t i = 1; i < classes; i++) {
        bool above = x->dtype == GV_FLOAT32 ? gv_f32(x)[i] > gv_f32(x)[best] : gv_i32(x)[i] > gv_i32(x)[best];
        if (above) {
            best = i;
        }
    }
    *index = (int32_t)best;
    return GV_OK;
}
