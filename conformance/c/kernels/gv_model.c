/* L33, L34. */
#include "gv_model.h"

#include <string.h>

#include "gv_contract.h"
#include "gv_cost.h"
#include "gv_float.h"
#include "gv_loss.h"
#include "gv_softmax.h"

/* Wires start zeroed at scale 1; only FLOAT32 and SYM_INT32 exist. */
static gv_status clear_wire(gv_ctx *ctx, gv_tensor *wire)
{
    if (wire->dtype != GV_FLOAT32 && wire->dtype != GV_SYM_INT32) {
        return gv_fail(ctx, GV_E_REFUSED, "B9: a wire that is neither FLOAT32 nor SYM_INT32");
    }
    memset(wire->data, 0, wire->bytes);
    wire->scale = 1.0f;
    return GV_OK;
}

static const gv_tensor *input_of(const gv_model *model, uint32_t i, const gv_tensor *x)
{
    return i == 0u ? x : model->forward[i - 1u];
}

static gv_status forward_pass(gv_ctx *ctx, gv_model *model, const gv_tensor *x)
{
    for (uint32_t i = 0; i < model->count; i++) {
        GV_TRY(clear_wire(ctx, model->forward[i]));
    }
    gv_cost_mark(ctx, GV_COST_LOSS, 0);
    for (uint32_t i = 0; i < model->count; i++) {
        gv_tensor *mask = model->layers[i].mask;
        if (mask != NULL) {
            memset(mask->data, 0, mask->bytes);
        }
        GV_TRY(gv_layer_forward(ctx, &model->layers[i], input_of(model, i, x), model->forward[i]));
        gv_cost_mark(ctx, GV_COST_FORWARD, i);
    }
    return GV_OK;
}

static gv_status backward_pass(gv_ctx *ctx, gv_model *model, const gv_tensor *x)
{
    const gv_tensor *dy = model->seed;
    gv_cost_mark(ctx, GV_COST_LOSS, 0);
    for (uint32_t k = model->first + 1u; k > 0u; k--) {
        uint32_t i = k - 1u;
        gv_tensor *dx = model->dx[i];
        GV_TRY(clear_wire(ctx, dx));
        GV_TRY(gv_layer_backward(ctx, &model->layers[i], input_of(model, i, x), dy, dx));
        gv_cost_mark(ctx, GV_COST_BACKWARD, i);
        dy = dx;
    }
    return GV_OK;
}

/* Loss value and seed gradient. */
static gv_status loss_value(gv_ctx *ctx, const gv_model *model, const gv_tensor *label, float *loss)
{
    const gv_tensor *output = model->forward[model->count - 1u];
    bool mean = model->forward_mean;
    return model->loss == GV_LOSS_MSE ? gv_mse_loss(ctx, output, label, mean, loss)
                                      : gv_cross_entropy_loss(ctx, output, label, mean, loss);
}

static gv_status seed_gradient(gv_ctx *ctx, gv_model *model, const gv_tensor *label)
{
    const gv_tensor *output = model->forward[model->count - 1u];
    GV_TRY(clear_wire(ctx, model->seed));
    return model->loss == GV_LOSS_MSE ? gv_mse_gradient(ctx, output, label, model->seed)
                                      : gv_cross_entropy_gradient(ctx, output, label, model->seed);
}

gv_status gv_model_forward(gv_ctx *ctx, gv_model *model, uint32_t sample, float *loss)
{
    size_t mark = ctx->scratch.used;
    gv_status status = forward_pass(ctx, model, model->x[sample]);
    if (status == GV_OK) {
        status = loss_value(ctx, model, model->label[sample], loss);
    }
    ctx->scratch.used = mark;
    return status;
}

/* L33: adds the gradients of one sample. */
static gv_status compute_gradients(gv_ctx *ctx, gv_model *model, uint32_t sample, float *loss)
{
    gv_status status = gv_model_forward(ctx, model, sample, loss);
    size_t mark = ctx->scratch.used;
    if (status == GV_OK) {
        status = seed_gradient(ctx, model, model->label[sample]);
    }
    if (status == GV_OK) {
        status = backward_pass(ctx, model, model->x[sample]);
    }
    ctx->scratch.used = mark;
    return status;
}

/* The parameters in optimizer order; false beyond the last. */
static bool parameter_at(const gv_model *model, uint32_t index, gv_parameter *parameter)
{
    const gv_layer *layer = &model->layers[index / 2u];
    *parameter = index % 2u == 0u ? layer->first : layer->second;
    return parameter->value != NULL;
}

static gv_status scale_gradients(gv_ctx *ctx, gv_model *model, uint32_t size, const gv_tensor *label)
{
    float factor = model->loss == GV_LOSS_MSE ? gv_mse_factor(size, label) : gv_cross_entropy_factor(size);
    gv_parameter parameter;
    for (uint32_t k = 0; k < 2u * model->count; k++) {
        if (parameter_at(model, k, &parameter)) {
            GV_TRY(gv_scale_gradient(ctx, parameter.grad, factor));
        }
    }
    return GV_OK;
}

gv_status gv_accumulate_batch(gv_ctx *ctx, gv_model *model, uint32_t from, uint32_t size, float *losses,
                              float *loss)
{
    float sum = 0.0f;
    for (uint32_t m = 0; m < size; m++) {
        float one = 0.0f;
        GV_TRY(compute_gradients(ctx, model, (from + m) % model->samples, &one));
        sum = sum + one;
        if (losses != NULL) {
            losses[m] = one;
        }
    }
    gv_cost_mark(ctx, GV_COST_LOSS, 0);
    *loss = model->forward_mean ? sum / gv_i2f((int32_t)size) : sum;
    if (!model->backward_mean) {
        return GV_OK;
    }
    return scale_gradients(ctx, model, size, model->label[from % model->samples]);
}

gv_status gv_guard_optimizer(gv_ctx *ctx, const gv_model *model)
{
    const gv_optimizer *o = &model->optimizer;
    GV_TRY(gv_guard_update(ctx, o->arith));
    if (o->adamw) {
        GV_TRY(gv_guard_adamw(ctx, &o->options));
    }
    gv_parameter parameter;
    for (uint32_t k = 0; k < 2u * model->count; k++) {
        if (parameter_at(model, k, &parameter)) {
            GV_TRY(gv_guard_gradient(ctx, parameter.grad));
        }
    }
    return GV_OK;
}

static gv_status sgd_parameter(gv_ctx *ctx, const gv_optimizer *o, const gv_parameter *p)
{
    if (ctx->contract->sgd == GV_SGD_UNROUNDED_MOMENTUM) {
        return gv_june_sgd_step(ctx, p->value, p->grad, p->state[0], o->sgd);
    }
    if (o->sgd.momentum != 0.0f) {
        return gv_sgd_momentum_step(ctx, p->value, p->grad, p->state[0], o->sgd, o->write_back);
    }
    return gv_sgd_step(ctx, p->value, p->grad, o->sgd, o->write_back);
}

gv_status gv_optimize(gv_ctx *ctx, gv_model *model)
{
    gv_optimizer *o = &model->optimizer;
    gv_adamw_rates rates = {0};
    if (o->adamw) {
        o->t++;
        rates = gv_adamw_scalars(&o->options, o->t);
    }
    gv_parameter p;
    for (uint32_t k = 0; k < 2u * model->count; k++) {
        if (!parameter_at(model, k, &p)) {
            continue;
        }
        GV_TRY(o->adamw ? gv_adamw_step(ctx, p.value, p.grad, p.state[0], p.state[1], &rates,
                                        o->write_back)
                        : sgd_parameter(ctx, o, &p));
    }
    return GV_OK;
}

void gv_zero_gradients(const gv_ctx *ctx, gv_model *model)
{
    gv_parameter parameter;
    for (uint32_t k = 0; k < 2u * model->count; k++) {
        if (parameter_at(model, k, &parameter)) {
            gv_zero_gradient(ctx, parameter.grad);
        }
    }
}

static uint32_t absorb(uint32_t hash, const void *from, size_t bytes)
{
    const uint8_t *at = from;
    for (size_t i = 0; i < bytes; i++) {
        hash = (hash ^ at[i]) * 16777619u;
    }
    return hash;
}

uint32_t gv_checkpoint(const gv_model *model)
{
    uint32_t hash = 0x811c9dc5u;
    gv_parameter parameter;
    for (uint32_t k = 0; k < 2u * model->count; k++) {
        if (!parameter_at(model, k, &parameter)) {
            continue;
        }
        const gv_tensor *t = parameter.value;
        hash = absorb(hash, t->data, t->bytes);
        if (t->dtype != GV_FLOAT32) {
            hash = absorb(hash, &t->scale, sizeof t->scale);
            hash = absorb(hash, &t->zero_point, sizeof t->zero_point);
        }
    }
    return hash;
}

gv_status gv_model_steps(gv_ctx *ctx, gv_model *model, uint32_t size, uint32_t steps, float *losses,
                         uint32_t *checkpoints)
{
    gv_status status = gv_guard_optimizer(ctx, model);
    gv_cost_mark(ctx, GV_COST_START, 0);
    for (uint32_t s = 0; s < steps && status == GV_OK; s++) {
        size_t mark = ctx->scratch.used;
        status = gv_accumulate_batch(ctx, model, s * size, size, NULL, &losses[s]);
        if (status == GV_OK) {
            status = gv_optimize(ctx, model);
        }
        ctx->scratch.used = mark;
        gv_zero_gradients(ctx, model);
        gv_cost_mark(ctx, GV_COST_UPDATE, 0);
        checkpoints[s] = gv_checkpoint(model);
        gv_cost_mark(ctx, GV_COST_CHECK, 0);
    }
    return status;
}

gv_status gv_train_call(gv_ctx *ctx, gv_call *call)
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
