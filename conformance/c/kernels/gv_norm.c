/* L14, L15, L17. */
#include "gv_norm.h"

#include "gv_contract.h"
#include "gv_convert.h"
#include "gv_float.h"
#include "gv_gradient.h"
#include "gv_quant.h"
#include "gv_round.h"
#include "gv_seed.h"
#include "gv_views.h"

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
    gv_walk extents = gv_walk_start(x);
    bool fits = x->rank >= gamma->rank;
    for (uint32_t d = 0; fits && d < gamma->rank; d++) {
        fits = extents.extent[x->rank - gamma->rank + d] == gamma->dims[d];
    }
    if (!fits) {
        return gv_fail(ctx, GV_E_REFUSED, "B2: the last dimensions of x are not those of gamma");
    }
    uint32_t size = gamma->count;
    *blocks = (gv_blocks){.blocks = size == 0u ? 0u : x->count / size, .size = size, .affine = size};
    return GV_OK;
}

static gv_status plan_groups(gv_ctx *ctx, uint32_t groups, const gv_tensor *x, const gv_tensor *gamma,
                             gv_blocks *blocks)
{
    if (x->rank != 3u || !gv_is_identity(x) || gamma->count != x->dims[1] || x->dims[1] % groups != 0u) {
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

bool gv_norm_returns_empty(const gv_ctx *ctx, const gv_blocks *blocks)
{
    return ctx->contract->empty_norm == GV_EMPTY_NORM_RETURNS && (blocks->blocks == 0u || blocks->size == 0u);
}

gv_status gv_read_blocks(gv_ctx *ctx, const gv_blocks *blocks, const gv_tensor *t, gv_tensor *flat)
{
    if (blocks->groups == 0u) {
        return gv_read_logical(ctx, t, flat);
    }
    *flat = *t;
    return GV_OK;
}

void gv_write_blocks(const gv_blocks *blocks, const gv_tensor *flat, gv_tensor *t)
{
    if (blocks->groups == 0u) {
        gv_write_logical(flat, t);
    }
}

float gv_norm_peak(const gv_blocks *blocks, const float *values, uint32_t count)
{
    float top = 0.0f;
    for (uint32_t i = 0; i < count; i++) {
        float magnitude = gv_abs_f32(values[i]);
        if (blocks->groups != 0u) {
            top = top > magnitude ? top : magnitude;
        } else if (magnitude > top) {
            top = magnitude;
        }
    }
    return top;
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

gv_status gv_norm_statistics(gv_ctx *ctx, const gv_tensor *x, const gv_blocks *plan, float eps,
                             float *mean, float *rstd)
{
    uint32_t blocks = plan->blocks;
    uint32_t size = plan->size;
    if (x->dtype == GV_FLOAT32) {
        for (uint32_t b = 0; b < blocks; b++) {
            block_of_floats(gv_f32(x) + (size_t)b * size, size, eps, &mean[b], &rstd[b]);
        }
        return GV_OK;
    }
    bool narrow = x->bits >= 1u && x->bits <= 16u;
    bool guarded = ctx->contract->statistics_label == GV_STATISTICS_LABEL_GUARDED;
    uint32_t shift = x->bits < 32u ? x->bits : 32u;
    if ((guarded && !narrow) || (uint64_t)size << shift >= (uint64_t)1 << 32u) {
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
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t block = i / b->size;
        values[i] = gv_normalize(gv_i32(x)[i], x->scale, mean[block], rstd[block]);
    }
    float top = gv_norm_peak(b, values, x->count);
    if (is_constant(x) || top == 0.0f) {
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

/* June: the widest beta times the ratio must leave room for one product of codes of y's width. */
static gv_status guard_factor(gv_ctx *ctx, const gv_tensor *beta, float ratio, uint32_t bits)
{
    float widest = gv_absmax_mantissas(gv_i32(beta), beta->count, 1.0f);
    float square = gv_qmax(bits) * gv_qmax(bits);
    float room = gv_i2f(INT32_MAX) - square;
    if (gv_abs_f32(widest * ratio) <= room) {
        return GV_OK;
    }
    return gv_fail(ctx, GV_E_REFUSED, "A12: a beta seed leaves no room for a product");
}

/* L15 step 4, L17: seeds[] in draw order, one per element or one per channel. */
static gv_status seed_betas(gv_ctx *ctx, const gv_tensor *beta, const gv_blocks *b, float scale,
                            const gv_tensor *record, int32_t *seeds)
{
    bool factor = ctx->contract->affine_seed == GV_AFFINE_SEED_FACTOR;
    float ratio = beta->scale / scale;
    GV_TRY(factor ? guard_factor(ctx, beta, ratio, record->bits) : GV_OK);
    uint32_t count = b->groups == 0u ? b->blocks * b->size : b->affine;
    for (uint32_t i = 0; i < count; i++) {
        int32_t q = gv_i32(beta)[b->groups == 0u ? i % b->size : i];
        if (factor) {
            seeds[i] = gv_round(ctx, gv_i2f(q) * ratio, record->rounding);
        } else {
            GV_TRY(gv_rescale_seed(ctx, q, beta->scale, scale, record->rounding, &seeds[i]));
        }
    }
    return GV_OK;
}

/* The SYM arm on x and y in the order of the blocks. */
static gv_status forward_blocks(gv_ctx *ctx, const gv_blocks *b, float eps, const gv_tensor *x,
                                const gv_tensor *gamma, const gv_tensor *beta, gv_tensor *y)
{
    float *mean = gv_scratch(ctx, 2u * (size_t)b->blocks * sizeof *mean);
    float *values = gv_scratch(ctx, (size_t)x->count * sizeof *values);
    int32_t *codes = gv_scratch(ctx, (size_t)x->count * sizeof *codes);
    uint32_t seed_count = b->groups == 0u ? x->count : b->affine;
    int32_t *seeds = gv_scratch(ctx, (size_t)seed_count * sizeof *seeds);
    if (mean == NULL || values == NULL || codes == NULL || seeds == NULL) {
        return out_of_scratch(ctx);
    }
    float *rstd = mean + b->blocks;
    GV_TRY(gv_norm_statistics(ctx, x, b, eps, mean, rstd));
    float scale = normalize(ctx, x, b, mean, rstd, y, values, codes) * gamma->scale;
    GV_TRY(seed_betas(ctx, beta, b, scale, y, seeds));
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t c = gv_affine_index(b, i / b->size, i % b->size);
        int32_t product = codes[i] * gv_i32(gamma)[c];
        gv_i32(y)[i] = product + seeds[b->groups == 0u ? i : c];
    }
    y->scale = scale;
    return GV_OK;
}

/* The SYM arm with checked operands; scratch is given back by the caller. */
static gv_status forward_sym(gv_ctx *ctx, const gv_norm *norm, const gv_tensor *x, const gv_tensor *gamma,
                             const gv_tensor *beta, gv_tensor *y)
{
    gv_blocks b;
    GV_TRY(gv_plan_norm(ctx, norm, x, gamma, &b));
    if (gv_norm_returns_empty(ctx, &b)) {
        y->scale = 1.0f;
        return GV_OK;
    }
    gv_tensor flat_x;
    gv_tensor flat_y;
    GV_TRY(gv_read_blocks(ctx, &b, x, &flat_x));
    GV_TRY(gv_read_blocks(ctx, &b, y, &flat_y));
    GV_TRY(forward_blocks(ctx, &b, norm->eps, &flat_x, gamma, beta, &flat_y));
    gv_write_blocks(&b, &flat_y, y);
    y->scale = flat_y.scale;
    return GV_OK;
}

gv_status gv_norm_forward_raw(gv_ctx *ctx, const gv_norm *norm, const gv_tensor *x, const gv_tensor *gamma,
                              const gv_tensor *beta, gv_tensor *y)
{
    const gv_tensor *operands[4] = {x, gamma, beta, y};
    for (uint32_t i = 0; i < 4u; i++) {
        GV_TRY(gv_guard_norm_operand(ctx, operands[i]));
    }
    size_t mark = ctx->scratch.used;
    gv_status status = forward_sym(ctx, norm, x, gamma, beta, y);
    ctx->scratch.used = mark;
    return status;
}

/* gamma * n + beta on x and y in the order of the blocks. */
static gv_status float_blocks(gv_ctx *ctx, const gv_blocks *b, float eps, const gv_tensor *x,
                              const gv_tensor *gamma, const gv_tensor *beta, gv_tensor *y)
{
    float *mean = gv_scratch(ctx, 2u * (size_t)b->blocks * sizeof *mean);
    if (mean == NULL) {
        return out_of_scratch(ctx);
    }
    float *rstd = mean + b->blocks;
    GV_TRY(gv_norm_statistics(ctx, x, b, eps, mean, rstd));
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t block = i / b->size;
        uint32_t c = gv_affine_index(b, block, i % b->size);
        float normal = (gv_f32(x)[i] - mean[block]) * rstd[block];
        float product = gv_f32(gamma)[c] * normal;
        gv_f32(y)[i] = product + gv_f32(beta)[c];
    }
    return GV_OK;
}

/* L15 FLOAT32 arm. */
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
    GV_TRY(gv_plan_norm(ctx, norm, x, gamma, &b));
    size_t mark = ctx->scratch.used;
    gv_tensor flat_x;
    gv_tensor flat_y;
    gv_status status = gv_read_blocks(ctx, &b, x, &flat_x);
    if (status == GV_OK) {
        status = gv_read_blocks(ctx, &b, y, &flat_y);
    }
    if (status == GV_OK) {
        status = float_blocks(ctx, &b, norm->eps, &flat_x, gamma, beta, &flat_y);
    }
    if (status == GV_OK) {
        gv_write_blocks(&b, &flat_y, y);
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
