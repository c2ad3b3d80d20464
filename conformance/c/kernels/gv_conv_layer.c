/* L6-L13. */
#include "gv_conv_layer.h"

#include "gv_contract.h"
#include "gv_convert.h"
#include "gv_seed.h"

gv_conv_layer gv_param_conv_layer(gv_call *call, bool transposed)
{
    return (gv_conv_layer){.conv = gv_param_conv(call, transposed), .transposed = transposed};
}

static gv_status guard_layer(gv_ctx *ctx, const gv_conv_layer *layer, const gv_tensor *weight)
{
    const gv_conv *conv = &layer->conv;
    if (layer->transposed && conv->window.padding != GV_PAD_VALID) {
        return gv_fail(ctx, GV_E_REFUSED, "B5: a transposed convolution is VALID");
    }
    GV_TRY(layer->transposed ? gv_guard_output_padding(ctx, conv) : GV_OK);
    if (conv->groups == 0u) {
        return gv_fail(ctx, GV_E_REFUSED, "A17: a convolution of no groups");
    }
    if (weight->rank != 3u || weight->dims[2] != conv->window.kernel) {
        return gv_fail(ctx, GV_E_REFUSED, "B5: the kernel is not the weight's last extent");
    }
    return GV_OK;
}

/* What a forward kernel is given. */
typedef struct {
    const gv_conv_layer *layer;
    bool has_bias;
} forward_data;

static gv_status forward_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    const forward_data *given = data;
    const gv_tensor *bias = given->has_bias ? operands[2] : NULL;
    const gv_conv *conv = &given->layer->conv;
    return given->layer->transposed ? gv_conv1d_transposed(ctx, conv, operands[0], operands[1], bias, raw)
                                    : gv_conv1d(ctx, conv, operands[0], operands[1], bias, raw);
}

gv_status gv_conv_forward(gv_ctx *ctx, const gv_conv_layer *layer, const gv_tensor *x,
                          const gv_tensor *weight, const gv_tensor *bias, gv_arithmetic arithmetic,
                          gv_tensor *y)
{
    GV_TRY(guard_layer(ctx, layer, weight));
    forward_data data = {.layer = layer, .has_bias = bias != NULL};
    const gv_tensor *operands[3] = {x, weight, bias};
    return gv_produce(ctx, forward_kernel, &data, operands, bias == NULL ? 2u : 3u, arithmetic, y);
}

/* Operands x, dy. */
static gv_status weight_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    const gv_conv_layer *layer = data;
    return layer->transposed
               ? gv_conv1d_transposed_weight_grad(ctx, &layer->conv, operands[0], operands[1], raw)
               : gv_conv1d_weight_grad(ctx, &layer->conv, operands[0], operands[1], raw);
}

/* Operand dy. */
static gv_status bias_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    (void)ctx;
    (void)data;
    gv_channel_sums(operands[0], raw);
    return GV_OK;
}

/* Operands dy, weight: the adjoint, which has no output padding. */
static gv_status input_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    const gv_conv_layer *layer = data;
    gv_conv adjoint = layer->conv;
    adjoint.output_padding = 0;
    return layer->transposed ? gv_conv1d(ctx, &adjoint, operands[0], operands[1], NULL, raw)
                             : gv_conv1d_transposed(ctx, &adjoint, operands[0], operands[1], NULL, raw);
}

/* The tensors of a backward. */
typedef struct {
    const gv_tensor *x;
    const gv_tensor *dy;
    const gv_tensor *weight;
    gv_tensor *dx;
} wires;

static gv_status funnel_steps(gv_ctx *ctx, gv_conv_layer *layer, const gv_gradient_steps *steps,
                              const wires *w)
{
    const gv_tensor *outer[2] = {w->x, w->dy};
    const gv_tensor *inner[2] = {w->dy, w->weight};
    GV_TRY(gv_guard_accumulate_mode(ctx, steps->weight_mode));
    GV_TRY(gv_execute_op(ctx, weight_kernel, layer, outer, 2u, steps->weight_math, steps->weight_mode,
                         steps->weight_grad));
    if (steps->bias_grad != NULL) {
        GV_TRY(gv_guard_accumulate_mode(ctx, steps->bias_mode));
        GV_TRY(gv_execute_op(ctx, bias_kernel, NULL, &w->dy, 1u, steps->bias_math, steps->bias_mode,
                             steps->bias_grad));
    }
    return gv_produce(ctx, input_kernel, layer, inner, 2u, steps->dx_math, w->dx);
}

/* June: one guarded rescale per channel at the carried scale; no clamp. */
static gv_status add_bias_sums(gv_ctx *ctx, gv_tensor *target, const gv_tensor *raw)
{
    if (raw->dtype != GV_SYM_INT32) {
        return gv_add_raw(ctx, target, raw);
    }
    for (uint32_t c = 0; c < target->count; c++) {
        int32_t step = 0;
        GV_TRY(gv_rescale_seed(ctx, gv_i32(raw)[c], raw->scale, target->scale, target->rounding, &step));
        gv_i32(target)[c] += step;
    }
    return GV_OK;
}

/*
 * June: the convolutions convert nothing; wires and gradients are in the format of the step. Float products
 * go straight into the gradient, everything else through a raw result.
 */
static gv_status add_in_place(gv_ctx *ctx, gv_kernel kernel, gv_conv_layer *layer,
                              const gv_tensor *const *operands, gv_arithmetic math, gv_tensor *grad)
{
    if (kernel == weight_kernel && grad->dtype == GV_FLOAT32) {
        return kernel(ctx, operands, grad, layer);
    }
    gv_tensor raw;
    GV_TRY(gv_make_raw(ctx, grad, math, &raw));
    GV_TRY(kernel(ctx, operands, &raw, layer));
    return kernel == bias_kernel ? add_bias_sums(ctx, grad, &raw) : gv_add_raw(ctx, grad, &raw);
}

static gv_status demand_format(gv_ctx *ctx, gv_arithmetic math, const gv_tensor *const *tensors,
                               uint32_t count)
{
    gv_dtype format = math.type == GV_ARITH_SYM_INT32 ? GV_SYM_INT32 : GV_FLOAT32;
    for (uint32_t i = 0; i < count; i++) {
        if (tensors[i]->dtype != format) {
            return gv_fail(ctx, GV_E_ARG, "an early convolution takes the format of its arithmetic");
        }
    }
    return GV_OK;
}

static gv_status june_steps(gv_ctx *ctx, gv_conv_layer *layer, const gv_gradient_steps *steps, const wires *w)
{
    const gv_tensor *outer[3] = {w->x, w->dy, steps->weight_grad};
    const gv_tensor *sums[2] = {w->dy, steps->bias_grad};
    const gv_tensor *inner[3] = {w->dy, w->weight, w->dx};
    GV_TRY(demand_format(ctx, steps->weight_math, outer, 3u));
    GV_TRY(add_in_place(ctx, weight_kernel, layer, outer, steps->weight_math, steps->weight_grad));
    if (steps->bias_grad != NULL) {
        GV_TRY(demand_format(ctx, steps->bias_math, sums, 2u));
        GV_TRY(add_in_place(ctx, bias_kernel, layer, sums, steps->bias_math, steps->bias_grad));
    }
    GV_TRY(demand_format(ctx, steps->dx_math, inner, 3u));
    return gv_produce(ctx, input_kernel, layer, inner, 2u, steps->dx_math, w->dx);
}

static gv_status guard_loss(gv_ctx *ctx, const gv_conv_layer *layer, const wires *w)
{
    uint32_t channels =
        layer->transposed ? w->weight->dims[1] * layer->conv.groups : w->weight->dims[0];
    if (w->dy->dims[0] != w->x->dims[0] || w->dy->dims[1] != channels) {
        return gv_fail(ctx, GV_E_REFUSED, "B5: batch or channels of dy are not the layer's");
    }
    return GV_OK;
}

gv_status gv_conv_backward(gv_ctx *ctx, const gv_conv_layer *layer, const gv_gradient_steps *steps,
                           const gv_tensor *x, const gv_tensor *dy, const gv_tensor *weight, gv_tensor *dx)
{
    const wires w = {.x = x, .dy = dy, .weight = weight, .dx = dx};
    gv_conv_layer given = *layer;
    gv_gradient_steps staged = *steps;
    gv_tensor weight_grad;
    gv_tensor bias_grad;
    GV_TRY(guard_layer(ctx, layer, weight));
    GV_TRY(guard_loss(ctx, layer, &w));
    GV_TRY(gv_stage_tensor(ctx, steps->weight_grad, &weight_grad));
    staged.weight_grad = &weight_grad;
    if (steps->bias_grad != NULL) {
        GV_TRY(gv_stage_tensor(ctx, steps->bias_grad, &bias_grad));
        staged.bias_grad = &bias_grad;
    }
    GV_TRY(ctx->contract->backward == GV_BACKWARD_FUNNEL ? funnel_steps(ctx, &given, &staged, &w)
                                                         : june_steps(ctx, &given, &staged, &w));
    gv_commit_tensor(&weight_grad, steps->weight_grad);
    if (steps->bias_grad != NULL) {
        gv_commit_tensor(&bias_grad, steps->bias_grad);
    }
    return GV_OK;
}
