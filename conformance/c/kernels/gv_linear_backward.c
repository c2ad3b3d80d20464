/* L2-L4; H2 for the June contracts. */
#include "gv_linear_backward.h"

#include <string.h>

#include "gv_contract.h"
#include "gv_convert.h"
#include "gv_float.h"
#include "gv_matmul.h"
#include "gv_round.h"
#include "gv_seed.h"

gv_status gv_linear_weight_grad_raw(gv_ctx *ctx, const gv_tensor *dy, const gv_tensor *x, gv_tensor *dw)
{
    gv_tensor transposed = gv_transpose_view(dy);
    return gv_matmul_sym(ctx, &transposed, x, NULL, dw);
}

gv_status gv_linear_bias_grad_raw(gv_ctx *ctx, const gv_tensor *dy, gv_tensor *db)
{
    if (dy->dtype != GV_SYM_INT32 || db->dtype != GV_SYM_INT32) {
        return gv_fail(ctx, GV_E_ARG, "the raw bias gradient takes SYM_INT32 tensors");
    }
    int32_t *sums = gv_i32(db);
    memset(sums, 0, db->bytes);
    for (uint32_t i = 0; i < dy->count; i++) {
        uint32_t o = i % db->count;
        sums[o] = sums[o] + gv_i32(dy)[i];
    }
    db->scale = dy->scale;
    return GV_OK;
}

gv_status gv_linear_input_grad_raw(gv_ctx *ctx, const gv_tensor *dy, const gv_tensor *weight, gv_tensor *dx)
{
    return gv_matmul_sym(ctx, dy, weight, NULL, dx);
}

/* Operands dy, x. */
static gv_status weight_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    (void)data;
    if (raw->dtype == GV_SYM_INT32) {
        return gv_linear_weight_grad_raw(ctx, operands[0], operands[1], raw);
    }
    gv_tensor transposed = gv_transpose_view(operands[0]);
    return gv_matmul_float32(ctx, &transposed, operands[1], NULL, raw);
}

/* Operand dy. */
static gv_status bias_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    (void)data;
    if (raw->dtype == GV_SYM_INT32) {
        return gv_linear_bias_grad_raw(ctx, operands[0], raw);
    }
    float *sums = gv_f32(raw);
    for (uint32_t o = 0; o < raw->count; o++) {
        sums[o] = 0.0f;
    }
    for (uint32_t i = 0; i < operands[0]->count; i++) {
        uint32_t o = i % raw->count;
        sums[o] = sums[o] + gv_f32(operands[0])[i];
    }
    return GV_OK;
}

/* Operands dy, weight. */
static gv_status input_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    (void)data;
    return raw->dtype == GV_SYM_INT32 ? gv_linear_input_grad_raw(ctx, operands[0], operands[1], raw)
                                      : gv_matmul_float32(ctx, operands[0], operands[1], NULL, raw);
}

/* L2-L4 through the funnel, on staged gradients. */
static gv_status funnel_steps(gv_ctx *ctx, const gv_gradient_steps *steps, const gv_tensor *x,
                              const gv_tensor *dy, const gv_tensor *weight, gv_tensor *dx)
{
    const gv_tensor *outer[2] = {dy, x};
    const gv_tensor *loss[1] = {dy};
    const gv_tensor *inner[2] = {dy, weight};
    GV_TRY(gv_guard_accumulate_mode(ctx, steps->weight_mode));
    GV_TRY(gv_execute_op(ctx, weight_kernel, NULL, outer, 2u, steps->weight_math, steps->weight_mode,
                         steps->weight_grad));
    if (steps->bias_grad != NULL) {
        GV_TRY(gv_guard_accumulate_mode(ctx, steps->bias_mode));
        GV_TRY(gv_execute_op(ctx, bias_kernel, NULL, loss, 1u, steps->bias_math, steps->bias_mode,
                             steps->bias_grad));
    }
    GV_TRY(gv_produce(ctx, input_kernel, NULL, inner, 2u, steps->dx_math, dx));
    return GV_OK;
}

/* June: the mode of conversion scratch is the weight-gradient arithmetic's in all three steps. */
static gv_arithmetic scratch_math(const gv_gradient_steps *steps, gv_arithmetic step)
{
    return (gv_arithmetic){.type = step.type, .rounding = steps->weight_math.rounding};
}

/* June: t += ha((sum * s_dy) / s_t) per feature, or S20 in the gradient's mode. */
static gv_status add_bias_sums(gv_ctx *ctx, gv_tensor *target, const gv_tensor *raw)
{
    if (raw->dtype != GV_SYM_INT32) {
        return gv_add_raw(ctx, target, raw);
    }
    for (uint32_t o = 0; o < target->count; o++) {
        int32_t sum = gv_i32(raw)[o];
        int32_t step = 0;
        if (ctx->contract->linear_bias_gradient == GV_LINEAR_BIAS_GRADIENT_SEED_RESCALE) {
            GV_TRY(gv_rescale_seed(ctx, sum, raw->scale, target->scale, target->rounding, &step));
        } else {
            step = gv_round_half_away((gv_i2f(sum) * raw->scale) / target->scale);
        }
        gv_i32(target)[o] = gv_i32(target)[o] + step;
    }
    return GV_OK;
}

/*
 * June: the raw result of a kernel into a gradient that is converted into the arithmetic's format where it
 * is stored otherwise, and converted back afterwards.
 */
static gv_status convert_back(gv_ctx *ctx, gv_kernel kernel, const gv_tensor *const *operands,
                              gv_arithmetic math, gv_tensor *grad, bool is_bias)
{
    gv_tensor converted;
    gv_tensor raw;
    gv_status status;
    const gv_tensor *same = gv_prepare_operand(ctx, grad, math, &converted, &status);
    if (status == GV_OK) {
        status = gv_make_raw(ctx, grad, math, &raw);
    }
    if (status == GV_OK) {
        status = kernel(ctx, operands, &raw, NULL);
    }
    GV_TRY(status);
    gv_tensor *target = same == grad ? grad : &converted;
    status = is_bias ? add_bias_sums(ctx, target, &raw) : gv_add_raw(ctx, target, &raw);
    if (status == GV_OK && target != grad) {
        status = gv_convert(ctx, target, grad, grad->rounding);
    }
    return status;
}

/* Converts up to two operands in order, then accumulates or produces. */
static gv_status june_weights(gv_ctx *ctx, const gv_gradient_steps *steps, const gv_tensor *x,
                              const gv_tensor *dy)
{
    gv_tensor scratch[2];
    gv_status status;
    gv_arithmetic math = scratch_math(steps, steps->weight_math);
    const gv_tensor *source = gv_prepare_operand(ctx, x, math, &scratch[0], &status);
    GV_TRY(status);
    const gv_tensor *loss = gv_prepare_operand(ctx, dy, math, &scratch[1], &status);
    GV_TRY(status);
    const gv_tensor *operands[2] = {loss, source};
    return convert_back(ctx, weight_kernel, operands, math, steps->weight_grad, false);
}

static gv_status june_bias(gv_ctx *ctx, const gv_gradient_steps *steps, const gv_tensor *dy)
{
    gv_tensor scratch;
    gv_status status;
    gv_arithmetic math = scratch_math(steps, steps->bias_math);
    const gv_tensor *operands[1] = {gv_prepare_operand(ctx, dy, math, &scratch, &status)};
    return status == GV_OK ? convert_back(ctx, bias_kernel, operands, math, steps->bias_grad, true) : status;
}

static gv_status june_input(gv_ctx *ctx, const gv_gradient_steps *steps, const gv_tensor *dy,
                            const gv_tensor *weight, gv_tensor *dx)
{
    gv_tensor scratch[2];
    gv_status status;
    gv_arithmetic math = scratch_math(steps, steps->dx_math);
    const gv_tensor *factor = gv_prepare_operand(ctx, weight, math, &scratch[0], &status);
    GV_TRY(status);
    const gv_tensor *loss = gv_prepare_operand(ctx, dy, math, &scratch[1], &status);
    GV_TRY(status);
    const gv_tensor *operands[2] = {loss, factor};
    return gv_produce(ctx, input_kernel, NULL, operands, 2u, steps->dx_math, dx);
}

static gv_status june_steps(gv_ctx *ctx, const gv_gradient_steps *steps, const gv_tensor *x,
                            const gv_tensor *dy, const gv_tensor *weight, gv_tensor *dx)
{
    GV_TRY(june_weights(ctx, steps, x, dy));
    if (steps->bias_grad != NULL) {
        GV_TRY(june_bias(ctx, steps, dy));
    }
    return june_input(ctx, steps, dy, weight, dx);
}

gv_status gv_linear_backward(gv_ctx *ctx, const gv_gradient_steps *steps, const gv_tensor *x,
                             const gv_tensor *dy, const gv_tensor *weight, gv_tensor *dx)
{
    gv_tensor weight_grad;
    gv_tensor bias_grad;
    gv_gradient_steps staged = *steps;
    GV_TRY(gv_stage_tensor(ctx, steps->weight_grad, &weight_grad));
    staged.weight_grad = &weight_grad;
    if (steps->bias_grad != NULL) {
        GV_TRY(gv_stage_tensor(ctx, steps->bias_grad, &bias_grad));
        staged.bias_grad = &bias_grad;
    }
    GV_TRY(ctx->contract->backward == GV_BACKWARD_FUNNEL
               ? funnel_steps(ctx, &staged, x, dy, weight, dx)
               : june_steps(ctx, &staged, x, dy, weight, dx));
    gv_commit_tensor(&weight_grad, steps->weight_grad);
    if (steps->bias_grad != NULL) {
        gv_commit_tensor(&bias_grad, steps->bias_grad);
    }
    return GV_OK;
}
