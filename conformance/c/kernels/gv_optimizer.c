/* S114-S119, H2. */
#include "gv_optimizer.h"

#include <string.h>

#include "gv_contract.h"
#include "gv_convert.h"
#include "gv_double.h"
#include "gv_float.h"
#include "gv_fused.h"
#include "gv_gradient.h"
#include "gv_quant.h"

/* June: whole bytes of a packed payload are cleared, and only SYM_INT32 gets the scale 1. */
static void zero_early_gradient(gv_tensor *gradient)
{
    bool packed = gradient->dtype == GV_SYM || gradient->dtype == GV_ASYM;
    uint64_t bits = (uint64_t)gradient->count * gradient->bits;
    memset(gradient->data, 0, packed ? (size_t)(bits / 8u) : gradient->bytes);
    if (gradient->dtype == GV_SYM_INT32) {
        gradient->scale = 1.0f;
    }
}

void gv_zero_gradient(const gv_ctx *ctx, gv_tensor *gradient)
{
    if (ctx->contract->sgd == GV_SGD_UNROUNDED_MOMENTUM) {
        zero_early_gradient(gradient);
        return;
    }
    memset(gradient->data, 0, gradient->bytes);
    gradient->zero_point = 0;
    if (gradient->dtype != GV_FLOAT32) {
        gradient->scale = 1.0f;
    }
}

gv_status gv_guard_gradient(gv_ctx *ctx, const gv_tensor *gradient)
{
    if (gradient->dtype == GV_INT32 || gradient->dtype == GV_BOOL) {
        return gv_fail(ctx, GV_E_REFUSED, "A23: an INT32 or BOOL gradient");
    }
    return GV_OK;
}

gv_status gv_guard_update(gv_ctx *ctx, gv_arith type)
{
    return type == GV_ARITH_FLOAT32 ? GV_OK : gv_fail(ctx, GV_E_REFUSED, "A23: update arithmetic");
}

gv_status gv_scale_gradient(gv_ctx *ctx, gv_tensor *gradient, float factor)
{
    GV_TRY(gv_guard_gradient(ctx, gradient));
    bool packed = gradient->dtype == GV_SYM || gradient->dtype == GV_ASYM;
    if (packed && ctx->contract->sgd == GV_SGD_UNROUNDED_MOMENTUM) {
        return gv_fail(ctx, GV_E_REFUSED, "A23: a packed gradient is not scaled");
    }
    if (gradient->dtype != GV_FLOAT32) {
        gradient->scale = gradient->scale * factor;
        return GV_OK;
    }
    float *g = gv_f32(gradient);
    for (uint32_t i = 0; i < gradient->count; i++) {
        g[i] = g[i] * factor;
    }
    return GV_OK;
}

static gv_arithmetic update_arithmetic(gv_rounding write_back)
{
    return (gv_arithmetic){.type = GV_ARITH_FLOAT32, .rounding = write_back};
}

static float decayed(float g, float p, float weight_decay) { return g + weight_decay * p; }

static float descend(float p, float d, float lr) { return p - lr * d; }

static float momentum_update(float v, float drive, float momentum) { return momentum * v + drive; }

static gv_status sgd_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    (void)ctx;
    const gv_sgd_rates *rates = data;
    const float *p = gv_f32(operands[0]);
    const float *g = gv_f32(operands[1]);
    float *out = gv_f32(raw);
    for (uint32_t i = 0; i < raw->count; i++) {
        out[i] = descend(p[i], decayed(g[i], p[i], rates->weight_decay), rates->lr);
    }
    return GV_OK;
}

gv_status gv_sgd_step(gv_ctx *ctx, gv_tensor *parameter, const gv_tensor *gradient, gv_sgd_rates rates,
                      gv_rounding write_back)
{
    const gv_tensor *inputs[2] = {parameter, gradient};
    return gv_execute_op(ctx, sgd_kernel, &rates, inputs, 2, update_arithmetic(write_back), GV_OUT_WRITE,
                         parameter);
}

/* operands: state, gradient, parameter */
static gv_status state_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    (void)ctx;
    const gv_sgd_rates *rates = data;
    const float *v = gv_f32(operands[0]);
    const float *g = gv_f32(operands[1]);
    const float *p = gv_f32(operands[2]);
    float *out = gv_f32(raw);
    for (uint32_t i = 0; i < raw->count; i++) {
        float drive = decayed(g[i], p[i], rates->weight_decay);
        out[i] = momentum_update(v[i], drive, rates->momentum);
    }
    return GV_OK;
}

/* operands: parameter, state */
static gv_status follow_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    (void)ctx;
    const gv_sgd_rates *rates = data;
    const float *p = gv_f32(operands[0]);
    const float *v = gv_f32(operands[1]);
    float *out = gv_f32(raw);
    for (uint32_t i = 0; i < raw->count; i++) {
        out[i] = descend(p[i], v[i], rates->lr);
    }
    return GV_OK;
}

gv_status gv_sgd_momentum_step(gv_ctx *ctx, gv_tensor *parameter, const gv_tensor *gradient,
                               gv_tensor *state, gv_sgd_rates rates, gv_rounding write_back)
{
    size_t mark = ctx->scratch.used;
    gv_tensor staged;
    gv_status status = gv_stage_tensor(ctx, state, &staged);
    if (status == GV_OK) {
        const gv_tensor *inputs[3] = {&staged, gradient, parameter};
        status = gv_execute_op(ctx, state_kernel, &rates, inputs, 3, update_arithmetic(write_back),
                               GV_OUT_WRITE, &staged);
    }
    if (status == GV_OK) {
        const gv_tensor *inputs[2] = {parameter, &staged};
        status = gv_execute_op(ctx, follow_kernel, &rates, inputs, 2, update_arithmetic(write_back),
                               GV_OUT_WRITE, parameter);
    }
    if (status == GV_OK) {
        gv_commit_tensor(&staged, state);
    }
    ctx->scratch.used = mark;
    return status;
}

/* H2: floats on a fresh scale by the record's own mode; FLOAT32 or SYM_INT32. */
static void store_update(gv_ctx *ctx, const float *values, gv_tensor *target)
{
    if (target->dtype == GV_FLOAT32) {
        memcpy(target->data, values, target->bytes);
        return;
    }
    gv_quantize_values(ctx, values, target->count, target->bits, target->rounding, gv_i32(target),
                       &target->scale);
}

static bool is_june_storage(const gv_tensor *t)
{
    return t->dtype == GV_FLOAT32 || t->dtype == GV_SYM_INT32;
}

gv_status gv_june_sgd_step(gv_ctx *ctx, gv_tensor *parameter, const gv_tensor *gradient,
                           gv_tensor *state, gv_sgd_rates rates)
{
    if (!is_june_storage(parameter) || state->dtype != parameter->dtype || !is_june_storage(gradient)) {
        return gv_fail(ctx, GV_E_ARG, "June SGD stores FLOAT32 or SYM_INT32");
    }
    size_t mark = ctx->scratch.used;
    uint32_t count = parameter->count;
    float *momenta = gv_scratch(ctx, count * sizeof(float));
    float *updated = gv_scratch(ctx, count * sizeof(float));
    gv_status status = GV_E_MEMORY;
    const float *p = momenta == NULL || updated == NULL ? NULL : gv_values_of(ctx, parameter, &status);
    const float *g = p == NULL ? NULL : gv_values_of(ctx, gradient, &status);
    const float *v = g == NULL ? NULL : gv_values_of(ctx, state, &status);
    if (v != NULL) {
        for (uint32_t i = 0; i < count; i++) {
            momenta[i] = momentum_update(v[i], decayed(g[i], p[i], rates.weight_decay), rates.momentum);
            updated[i] = descend(p[i], momenta[i], rates.lr);
        }
        store_update(ctx, momenta, state);
        store_update(ctx, updated, parameter);
    }
    ctx->scratch.used = mark;
    return v != NULL ? GV_OK : gv_fail(ctx, status, "a June SGD step does not fit the scratch arena");
}

gv_status gv_june_sgd_stateless_step(gv_ctx *ctx, gv_tensor *parameter, gv_tensor *gradient,
                                     gv_sgd_rates rates)
{
    if (!is_june_storage(parameter) || !is_june_storage(gradient)) {
        return gv_fail(ctx, GV_E_ARG, "June SGD stores FLOAT32 or SYM_INT32");
    }
    size_t mark = ctx->scratch.used;
    float *updated = gv_scratch(ctx, parameter->count * sizeof(float));
    gv_status status = GV_E_MEMORY;
    const float *p = updated == NULL ? NULL : gv_values_of(ctx, parameter, &status);
    const float *g = p == NULL ? NULL : gv_values_of(ctx, gradient, &status);
    if (g != NULL) {
        for (uint32_t i = 0; i < parameter->count; i++) {
            updated[i] = descend(p[i], decayed(g[i], p[i], rates.weight_decay), rates.lr);
        }
        store_update(ctx, updated, parameter);
        if (gradient->dtype == GV_SYM_INT32) {
            store_update(ctx, g, gradient);
        }
    }
    ctx->scratch.used = mark;
    return g != NULL ? GV_OK : gv_fail(ctx, status, "a June SGD step does not fit the scratch arena");
}

gv_status gv_guard_adamw(gv_ctx *ctx, const gv_adamw_options *o)
{
    bool betas = o->beta1 >= 0.0 && o->beta1 < 1.0 && o->beta2 >= 0.0 && o->beta2 < 1.0;
    if (!betas || !(o->epsilon > 0.0)) {
        return gv_fail(ctx, GV_E_REFUSED, "A23: AdamW betas or epsilon out of range");
    }
    return GV_OK;
}

gv_adamw_rates gv_adamw_scalars(const gv_adamw_options *o, uint32_t t)
{
    double lr = (double)o->lr;
    double bc1 = 1.0 - gv_pow_int(o->beta1, t);
    return (gv_adamw_rates){
        .w1 = (float)(1.0 - o->beta1),
        .beta2 = (float)o->beta2,
        .s2 = (float)(1.0 - o->beta2),
        .bc2 = (float)gv_sqrt_f64(1.0 - gv_pow_int(o->beta2, t)),
        .step = (float)(-(lr / bc1)),
        .decay = (float)(1.0 - lr * o->weight_decay),
        .epsilon = (float)o->epsilon,
    };
}

/* S106-S108: what an update is made of refuses (A21) views and other extents. */
static gv_status guard_operands(gv_ctx *ctx, const gv_tensor *const *operands, uint32_t count,
                                const gv_tensor *raw)
{
    const gv_tensor *plain[4] = {raw};
    for (uint32_t i = 0; i < count; i++) {
        plain[i + 1u] = operands[i];
    }
    return gv_guard_plain_operands(ctx, plain, count + 1u);
}

/* operands: m, gradient */
static gv_status first_moment_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw,
                                     void *data)
{
    const gv_adamw_rates *rates = data;
    GV_TRY(guard_operands(ctx, operands, 2u, raw));
    const float *m = gv_f32(operands[0]);
    const float *g = gv_f32(operands[1]);
    float *out = gv_f32(raw);
    for (uint32_t i = 0; i < raw->count; i++) {
        out[i] = gv_fma_f32(rates->w1, g[i] - m[i], m[i]);
    }
    return GV_OK;
}

/* operands: v, gradient */
static gv_status second_moment_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw,
                                      void *data)
{
    const gv_adamw_rates *rates = data;
    GV_TRY(guard_operands(ctx, operands, 2u, raw));
    const float *v = gv_f32(operands[0]);
    const float *g = gv_f32(operands[1]);
    float *out = gv_f32(raw);
    for (uint32_t i = 0; i < raw->count; i++) {
        out[i] = v[i] * rates->beta2 + (rates->s2 * g[i]) * g[i];
    }
    return GV_OK;
}

/* operands: parameter, m, v */
static gv_status adamw_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    const gv_adamw_rates *rates = data;
    GV_TRY(guard_operands(ctx, operands, 3u, raw));
    const float *p = gv_f32(operands[0]);
    const float *m = gv_f32(operands[1]);
    const float *v = gv_f32(operands[2]);
    float *out = gv_f32(raw);
    for (uint32_t i = 0; i < raw->count; i++) {
        float denominator = gv_sqrt_f32(v[i]) / rates->bc2 + rates->epsilon;
        out[i] = p[i] * rates->decay + (rates->step * m[i]) / denominator;
    }
    return GV_OK;
}

static gv_status adamw_writes(gv_ctx *ctx, gv_tensor *parameter, const gv_tensor *gradient, gv_tensor *m,
                              gv_tensor *v, gv_adamw_rates *rates, gv_arithmetic arithmetic)
{
    const gv_tensor *first[2] = {m, gradient};
    GV_TRY(gv_execute_op(ctx, first_moment_kernel, rates, first, 2, arithmetic, GV_OUT_WRITE, m));
    const gv_tensor *second[2] = {v, gradient};
    GV_TRY(gv_execute_op(ctx, second_moment_kernel, rates, second, 2, arithmetic, GV_OUT_WRITE, v));
    const gv_tensor *third[3] = {parameter, m, v};
    return gv_execute_op(ctx, adamw_kernel, rates, third, 3, arithmetic, GV_OUT_WRITE, parameter);
}

gv_status gv_adamw_step(gv_ctx *ctx, gv_tensor *parameter, const gv_tensor *gradient, gv_tensor *m,
                        gv_tensor *v, const gv_adamw_rates *rates, gv_rounding write_back)
{
    size_t mark = ctx->scratch.used;
    gv_adamw_rates scalars = *rates;
    gv_tensor staged_m;
    gv_tensor staged_v;
    gv_status status = gv_stage_tensor(ctx, m, &staged_m);
    if (status == GV_OK) {
        status = gv_stage_tensor(ctx, v, &staged_v);
    }
    if (status == GV_OK) {
        status = adamw_writes(ctx, parameter, gradient, &staged_m, &staged_v, &scalars,
                              update_arithmetic(write_back));
    }
    if (status == GV_OK) {
        gv_commit_tensor(&staged_m, m);
        gv_commit_tensor(&staged_v, v);
    }
    ctx->scratch.used = mark;
    return status;
}
