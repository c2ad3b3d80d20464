/* From a layer record to the kernels of its kind. */
#include "gv_layer.h"

#include "gv_activation.h"
#include "gv_conv_layer.h"
#include "gv_linear.h"
#include "gv_linear_backward.h"
#include "gv_norm.h"
#include "gv_pool.h"
#include "gv_quantization.h"
#include "gv_softmax.h"

static gv_norm norm_of(const gv_layer *layer)
{
    uint32_t groups = layer->kind == GV_LAYER_GROUP_NORM ? layer->groups : 0u;
    return (gv_norm){.eps = layer->eps, .groups = groups};
}

static gv_conv_layer conv_of(const gv_layer *layer)
{
    return (gv_conv_layer){
        .conv = {.window = layer->window,
                 .groups = layer->groups,
                 .output_padding = layer->output_padding},
        .transposed = layer->kind == GV_LAYER_CONV1D_TRANSPOSED,
    };
}

static gv_pool pool_of(const gv_layer *layer)
{
    gv_pool_kind kind = layer->kind == GV_LAYER_MAX_POOL1D   ? GV_POOL_MAX
                        : layer->kind == GV_LAYER_AVG_POOL1D ? GV_POOL_AVERAGE
                                                             : GV_POOL_ADAPTIVE;
    return (gv_pool){
        .kind = kind,
        .window = layer->window,
        .outputs = layer->output_size,
        .argmax = layer->argmax,
    };
}

static gv_status unsupported(gv_ctx *ctx)
{
    return gv_fail(ctx, GV_E_UNSUPPORTED, "this library has no kernel for a layer of the model");
}

gv_status gv_layer_forward(gv_ctx *ctx, const gv_layer *layer, const gv_tensor *x, gv_tensor *y)
{
    gv_norm norm = norm_of(layer);
    gv_conv_layer conv = conv_of(layer);
    gv_pool pool = pool_of(layer);
    switch (layer->kind) {
    case GV_LAYER_LINEAR:
        return gv_linear_forward(ctx, x, layer->first.value, layer->second.value, layer->forward, y);
    case GV_LAYER_QUANTIZATION:
        return gv_quantize_wire(ctx, x, y);
    case GV_LAYER_LAYER_NORM:
    case GV_LAYER_GROUP_NORM:
        return gv_norm_forward(ctx, &norm, x, layer->first.value, layer->second.value, layer->forward, y);
    case GV_LAYER_CONV1D:
    case GV_LAYER_CONV1D_TRANSPOSED:
        return gv_conv_forward(ctx, &conv, x, layer->first.value, layer->second.value, layer->forward, y);
    case GV_LAYER_MAX_POOL1D:
    case GV_LAYER_AVG_POOL1D:
    case GV_LAYER_ADAPTIVE_AVG_POOL1D:
        return gv_pool_forward(ctx, &pool, x, layer->forward, y);
    case GV_LAYER_RELU:
        return gv_relu_forward(ctx, x, layer->forward, y);
    case GV_LAYER_DROPOUT:
        return gv_dropout_forward(ctx, x, layer->p, layer->training, layer->forward, layer->mask, y);
    case GV_LAYER_FLATTEN:
        return gv_flatten(ctx, x, y);
    case GV_LAYER_SOFTMAX:
        return gv_softmax_forward(ctx, x, y);
    default:
        return unsupported(ctx);
    }
}

static gv_gradient_steps steps_of(const gv_layer *layer)
{
    return (gv_gradient_steps){
        .weight_math = layer->weight,
        .bias_math = layer->bias,
        .dx_math = layer->dx,
        .weight_mode = layer->weight_mode,
        .bias_mode = layer->bias_mode,
        .weight_grad = layer->first.grad,
        .bias_grad = layer->second.grad,
    };
}

static gv_status linear_backward(gv_ctx *ctx, const gv_layer *layer, const gv_tensor *x,
                                 const gv_tensor *dy, gv_tensor *dx)
{
    gv_gradient_steps steps = steps_of(layer);
    return gv_linear_backward(ctx, &steps, x, dy, layer->first.value, dx);
}

static gv_status norm_backward(gv_ctx *ctx, const gv_layer *layer, const gv_tensor *x, const gv_tensor *dy,
                               gv_tensor *dx)
{
    gv_norm norm = norm_of(layer);
    gv_norm_steps steps = {
        .arith = layer->dx.type,
        .gamma_mode = layer->weight_mode,
        .beta_mode = layer->bias_mode,
        .gamma_grad = layer->first.grad,
        .beta_grad = layer->second.grad,
    };
    return gv_norm_backward(ctx, &norm, &steps, x, dy, layer->first.value, dx);
}

static gv_status conv_backward(gv_ctx *ctx, const gv_layer *layer, const gv_tensor *x, const gv_tensor *dy,
                               gv_tensor *dx)
{
    gv_conv_layer conv = conv_of(layer);
    gv_gradient_steps steps = steps_of(layer);
    return gv_conv_backward(ctx, &conv, &steps, x, dy, layer->first.value, dx);
}

gv_status gv_layer_backward(gv_ctx *ctx, const gv_layer *layer, const gv_tensor *x, const gv_tensor *dy,
                            gv_tensor *dx)
{
    gv_pool pool = pool_of(layer);
    switch (layer->kind) {
    case GV_LAYER_LINEAR:
        return linear_backward(ctx, layer, x, dy, dx);
    case GV_LAYER_QUANTIZATION:
        return gv_quantize_wire(ctx, dy, dx);
    case GV_LAYER_LAYER_NORM:
    case GV_LAYER_GROUP_NORM:
        return norm_backward(ctx, layer, x, dy, dx);
    case GV_LAYER_CONV1D:
    case GV_LAYER_CONV1D_TRANSPOSED:
        return conv_backward(ctx, layer, x, dy, dx);
    case GV_LAYER_MAX_POOL1D:
    case GV_LAYER_AVG_POOL1D:
    case GV_LAYER_ADAPTIVE_AVG_POOL1D:
        return gv_pool_backward(ctx, &pool, dy, layer->dx, dx);
    case GV_LAYER_RELU:
        return gv_relu_backward(ctx, x, dy, layer->dx, dx);
    case GV_LAYER_DROPOUT:
        return gv_dropout_backward(ctx, dy, layer->p, layer->dx, layer->mask, dx);
    case GV_LAYER_FLATTEN:
        return gv_flatten(ctx, dy, dx);
    case GV_LAYER_SOFTMAX:
        return gv_softmax_backward(ctx, x, dy, dx);
    default:
        return unsupported(ctx);
    }
}
