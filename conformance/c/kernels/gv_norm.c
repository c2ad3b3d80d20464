/* L14, L15, L17. */
#include "gv_norm.h"

#include "gv_contract.h"
#include "gv_convert.h"
#include "gv_float.h"
#include "gv_gradient.h"
#include "gv_quant.h"
#include "gv_round.h"
#include "gv_seed.h"

static gv_status out_of_scratch(gv_ctx *ctx)
{
    return gv_fail(ctx, GV_E_MEMORY, "a norm layer does not fit the scratch arena");
}

gv_status gv_guard_norm_operand(gv_ctx *ctx, const gv_tensor *t)
{
    if (t->dtype != GV_SYM_INT32) {
        return gv_fail(ctx, GV_E_REFUSED, "B2: a norm operand is not SYM_INT32");
    }
    if (t->bits > ctx->contract->norm_label_max) {
        return gv_fail(ctx, GV_E_REFUSED, "B2: a norm operand is wider than its label may be");
    }
    return GV_OK;
}

static gv_status plan_layer(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *gamma, gv_blocks *blocks)
{
    bool fits = x->rank >= gamma->rank && gamma->count > 0u;
    for (uint32_t d = 0; fits && d < gamma->rank; d++) {
        fits = x->dims[x->rank - gamma->rank + d] == gamma->dims[d];
    }
    if (!fits) {
        return gv_fail(ctx, GV_E_REFUSED, "B2: the last dimensions of x are not those of gamma");
    }
    *blocks = (gv_blocks){.blocks = x->count / gamma->count, .size = gamma->count, .affine = gamma->count};
    return GV_OK;
}

static gv_status plan_groups(gv_ctx *ctx, uint32_t groups, const gv_tensor *x, const gv_tensor *gamma,
                             gv_blocks *blocks)
{
    bool fits = x->rank == 3u && x->order[0] == 0u && x->order[1] == 1u && x->order[2] == 2u;
    if (!fits || gamma->count != x->dims[1] || x->dims[1] % groups != 0u) {
        return gv_fail(ctx, GV_E_REFUSED, "B2: GroupNorm takes x[B,C,T], gamma[C] and groups that divide C");
    }
    uint32_t per_group = x->dims[1] / groups;
    *blocks = (gv_blocks){.blocks = x->dims[0] * groups,
                          .size = per_group * x->dims[2],
                          .affine = x->dims[1],
                          .groups = groups,
                          .per_group = per_group,
                          .length = x->dims[2]};
    return GV_OK;
}

gv_status gv_plan_norm(gv_ctx *ctx, const gv_norm *norm, const gv_tensor *x, const gv_tensor *gamma,
                       gv_blocks *blocks)
{
    return norm->groups == 0u ? plan_layer(ctx, x, gamma, blocks)
                              : plan_groups(ctx, norm->groups, x, gamma, blocks);
}

static void block_of_mantissas(const int32_t *q, uint32_t size, float scale, float eps, float *mean,
                               float *rstd)
{
    int32_t sum = 0;
    for (uint32_t j = 0; j < size; j++) {
        sum = sum + q[j];
    }
    *mean = scale * (gv_i2f(sum) / (float)size);
    float v = 0.0f;
    for (uint32_t j = 0; j < size; j++) {
        float value = gv_i2f(q[j]) * scale;
        float d = value - *mean;
        float square = d * d;
        v = v + square;
    }
    *rstd = 1.0f / gv_sqrt_f32(v / (float)size + eps);
}

static void block_of_floats(const float *x, uint32_t size, float eps, float *mean, float *rstd)
{
    float sum = 0.0f;
    for (uint32_t j = 0; j < size; j++) {
        sum = sum + x[j];
    }
    *mean = sum / (float)size;
    float v = 0.0f;
    for (uint32_t j = 0; j < size; j++) {
        float d = x[j] - *mean;
        float square = d * d;
        v = v + square;
    }
    *rstd = 1.0f / gv_sqrt_f32(v / (float)size + eps);
}

gv_status gv_norm_statistics(gv_ctx *ctx, const gv_tensor *x, uint32_t blocks, float eps, float *mean,
                             float *rstd)
{
    uint32_t size = blocks == 0u ? 0u : x->count / blocks;
    if (x->dtype == GV_FLOAT32) {
        for (uint32_t b = 0; b < blocks; b++) {
            block_of_floats(gv_f32(x) + (size_t)b * size, size, eps, &mean[b], &rstd[b]);
        }
        return GV_OK;
    }
    if (x->bits < 1u || x->bits > 16u || size >= (uint32_t)1 << (32u - x->bits)) {
        return gv_fail(ctx, GV_E_REFUSED, "A19: the label or the size of a block may leave int32");
    }
    for (uint32_t b = 0; b < blocks; b++) {
        block_of_mantissas(gv_i32(x) + (size_t)b * size, size, x->scale, eps, &mean[b], &rstd[b]);
    }
    return GV_OK;
}

int32_t gv_clamp_then_round(gv_ctx *ctx, float x, uint32_t bits, gv_rounding mode)
{
    return gv_round(ctx, gv_clamp_float(x, gv_qmin(bits), gv_qmax(bits)), mode);
}

static bool is_constant(const gv_tensor *x)
{
    for (uint32_t i = 1; i < x->count; i++) {
        if (gv_i32(x)[i] != gv_i32(x)[0]) {
            return false;
        }
    }
    return true;
}

/* L15 steps 1-3: h into codes[count], its scale as the result. values is scratch for count floats. */
static float normalize(gv_ctx *ctx, const gv_tensor *x, const gv_blocks *b, const float *mean,
                       const float *rstd, const gv_tensor *record, float *values, int32_t *codes)
{
    float top = 0.0f;
    bool constant = is_constant(x);
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t block = i / b->size;
        values[i] = gv_normalize(gv_i32(x)[i], x->scale, mean[block], rstd[block]);
        float magnitude = gv_abs_f32(values[i]);
        top = magnitude > top ? magnitude : top;
    }
    if (constant || top == 0.0f) {
        for (uint32_t i = 0; i < x->count; i++) {
            codes[i] = 0;
        }
        return 1.0f;
    }
    float factor = gv_qmax(record->bits) / top;
    for (uint32_t i = 0; i < x->count; i++) {
        codes[i] = gv_clamp_then_round(ctx, values[i] * factor, record->bits, record->rounding);
    }
    return 1.0f / factor;
}

/* The June bound of beta seeds, 2^31 - 1 - 32767^2, lies just below this float. */
#define FACTOR_BOUND 1073807360.0f

/* June: the widest beta times the ratio must leave room for one product. */
static gv_status guard_factor(gv_ctx *ctx, const gv_tensor *beta, float ratio)
{
    float widest = gv_absmax_mantissas(gv_i32(beta), beta->count, 1.0f);
    if (gv_abs_f32(widest * ratio) < FACTOR_BOUND) {
        return GV_OK;
    }
    return gv_fail(ctx, GV_E_REFUSED, "A12: a beta seed leaves no room for a product");
}

/* L15 step 4, L17: seeds[] in draw order, one per element or one per channel. */
static gv_status seed_betas(gv_ctx *ctx, const gv_tensor *beta, const gv_blocks *b, float scale,
                            gv_rounding mode, int32_t *seeds)
{
    bool factor = ctx->contract->affine_seed == GV_AFFINE_SEED_FACTOR;
    float ratio = beta->scale / scale;
    gv_status status = factor ? guard_factor(ctx, beta, ratio) : GV_OK;
    uint32_t count = b->groups == 0u ? b->blocks * b->size : b->affine;
    for (uint32_t i = 0; i < count && status == GV_OK; i++) {
        int32_t q = gv_i32(beta)[b->groups == 0u ? i % b->size : i];
        if (factor) {
            seeds[i] = gv_round(ctx, gv_i2f(q) * ratio, mode);
        } else {
            status = gv_rescale_seed(ctx, q, beta->scale, scale, mode, &seeds[i]);
        }
    }
    return status;
}

/* The SYM arm with checked operands; scratch is given back by the caller. */
static gv_status forward_sym(gv_ctx *ctx, const gv_norm *norm, const gv_tensor *x, const gv_tensor *gamma,
                             const gv_tensor *beta, gv_tensor *y)
{
    gv_blocks b;
    gv_status status = gv_plan_norm(ctx, norm, x, gamma, &b);
    if (status != GV_OK) {
        return status;
    }
    float *mean = gv_scratch(ctx, 2u * (size_t)b.blocks * sizeof *mean);
    float *values = gv_scratch(ctx, (size_t)x->count * sizeof *values);
    int32_t *codes = gv_scratch(ctx, (size_t)x->count * sizeof *codes);
    uint32_t seed_count = b.groups == 0u ? x->count : b.affine;
    int32_t *seeds = gv_scratch(ctx, (size_t)seed_count * sizeof *seeds);
    if (mean == NULL || values == NULL || codes == NULL || seeds == NULL) {
        return out_of_scratch(ctx);
    }
    float *rstd = mean + b.blocks;
    status = gv_norm_statistics(ctx, x, b.blocks, norm->eps, mean, rstd);
    if (status != GV_OK) {
        return status;
    }
    float scale = normalize(ctx, x, &b, mean, rstd, y, values, codes) * gamma->scale;
    status = seed_betas(ctx, beta, &b, scale, y->rounding, seeds);
    if (status != GV_OK) {
        return status;
    }
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t c = gv_affine_index(&b, i / b.size, i % b.size);
        int32_t product = codes[i] * gv_i32(gamma)[c];
        gv_i32(y)[i] = product + seeds[b.groups == 0u ? i : c];
    }
    y->scale = scale;
    return GV_OK;
}

gv_status gv_norm_forward_raw(gv_ctx *ctx, const gv_norm *norm, const gv_tensor *x, const gv_tensor *gamma,
                              const gv_tensor *beta, gv_tensor *y)
{
    const gv_tensor *operands[4] = {x, gamma, beta, y};
    for (uint32_t i = 0; i < 4u; i++) {
        gv_status status = gv_guard_norm_operand(ctx, operands[i]);
        if (status != GV_OK) {
            return status;
        }
    }
    size_t mark = ctx->scratch.used;
    gv_status status = forward_sym(ctx, norm, x, gamma, beta, y);
    ctx->scratch.used = mark;
    return status;
}

/* L15 FLOAT32 arm: gamma * n + beta. */
static gv_status forward_float(gv_ctx *ctx, const gv_norm *norm, const gv_tensor *x, const gv_tensor *gamma,
                               const gv_tensor *beta, gv_tensor *y)
{
    if (x->dtype != GV_FLOAT32 || gamma->dtype != GV_FLOAT32) {
        return gv_fail(ctx, GV_E_REFUSED, "B2: the FLOAT32 arm of a norm layer takes FLOAT32 tensors");
    }
    if (beta->dtype != GV_FLOAT32 || y->dtype != GV_FLOAT32) {
        return gv_fail(ctx, GV_E_ARG, "the FLOAT32 arm of a norm layer takes and writes FLOAT32");
    }
    gv_blocks b;
    gv_status status = gv_plan_norm(ctx, norm, x, gamma, &b);
    if (status != GV_OK) {
        return status;
    }
    size_t mark = ctx->scratch.used;
    float *mean = gv_scratch(ctx, 2u * (size_t)b.blocks * sizeof *mean);
    if (mean == NULL) {
        return out_of_scratch(ctx);
    }
    float *rstd = mean + b.blocks;
    status = gv_norm_statistics(ctx, x, b.blocks, norm->eps, mean, rstd);
    for (uint32_t i = 0; i < x->count && status == GV_OK; i++) {
        uint32_t block = i / b.size;
        uint32_t c = gv_affine_index(&b, block, i % b.size);
        float normal = (gv_f32(x)[i] - mean[block]) * rstd[block];
        float product = gv_f32(gamma)[c] * normal;
        gv_f32(y)[i] = product + gv_f32(beta)[c];
    }
    ctx->scratch.used = mark;
    return status;
}

typedef struct {
    const gv_norm *norm;
    gv_arith arith;
} forward_data;

static gv_status forward_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    const forward_data *call = data;
    return call->arith == GV_ARITH_SYM_INT32
               ? gv_norm_forward_raw(ctx, call->norm, operands[0], operands[1], operands[2], raw)
               : forward_float(ctx, call->norm, operands[0], operands[1], operands[2], raw);
}

gv_status gv_norm_forward(gv_ctx *ctx, const gv_norm *norm, const gv_tensor *x, const gv_tensor *gamma,
                          const gv_tensor *beta, gv_arithmetic arithmetic, gv_tensor *y)
{
    const gv_tensor *operands[3] = {x, gamma, beta};
    forward_data data = {.norm = norm, .arith = arithmetic.type};
    return gv_produce(ctx, forward_kernel, &data, operands, 3u, arithmetic, y);
}
