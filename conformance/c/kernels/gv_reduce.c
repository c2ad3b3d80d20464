/* S96-S103. */
#include "gv_reduce.h"

#include "gv_float.h"
#include "gv_quant.h"
#include "gv_views.h"

gv_status gv_plan_blocks(gv_ctx *ctx, const gv_tensor *x, uint32_t k, gv_reduction *plan)
{
    if (k > x->rank) {
        return gv_fail(ctx, GV_E_REFUSED, "A19: more axes to reduce than the tensor has");
    }
    gv_walk walk = gv_walk_start(x);
    *plan = (gv_reduction){.blocks = 1, .size = 1};
    for (uint32_t axis = 0; axis < walk.rank; axis++) {
        if (axis < walk.rank - k) {
            plan->blocks *= walk.extent[axis];
        } else {
            plan->size *= walk.extent[axis];
        }
    }
    return GV_OK;
}

static gv_status plan_into(gv_ctx *ctx, const gv_tensor *x, uint32_t k, const gv_tensor *out,
                           gv_reduction *plan)
{
    GV_TRY(gv_plan_blocks(ctx, x, k, plan));
    if (out->count != plan->blocks) {
        return gv_fail(ctx, GV_E_ARG, "one result per block is needed");
    }
    return GV_OK;
}

/* The value of one element: a float, or a decoded mantissa. */
static float value_at(const gv_tensor *x, uint32_t at)
{
    if (x->dtype == GV_FLOAT32) {
        return gv_f32(x)[at];
    }
    return gv_decode_symmetric(gv_i32(x)[at], x->scale);
}

typedef enum { SUM_VALUES, SUM_SQUARES, SUM_DEVIATIONS } sum_kind;

static float term_of(sum_kind kind, float v, float mean)
{
    if (kind == SUM_VALUES) {
        return v;
    }
    float d = kind == SUM_SQUARES ? v : v - mean;
    return d * d;
}

/* means is NULL unless deviations are summed. */
static void sum_blocks(sum_kind kind, const gv_tensor *x, const gv_reduction *plan, const float *means,
                       bool divide, float *out)
{
    gv_walk walk = gv_walk_start(x);
    for (uint32_t block = 0; block < plan->blocks; block++) {
        float mean = means == NULL ? 0.0f : means[block];
        float sum = 0.0f;
        for (uint32_t i = 0; i < plan->size; i++) {
            sum = sum + term_of(kind, value_at(x, walk.at), mean);
            gv_walk_next(&walk);
        }
        out[block] = divide ? sum / (float)plan->size : sum;
    }
}

gv_status gv_mean_float32(gv_ctx *ctx, const gv_tensor *x, uint32_t k, gv_tensor *out)
{
    gv_reduction plan;
    GV_TRY(plan_into(ctx, x, k, out, &plan));
    sum_blocks(SUM_VALUES, x, &plan, NULL, true, gv_f32(out));
    return GV_OK;
}

static gv_status sum_deviations(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *mean, uint32_t k,
                                gv_tensor *out)
{
    gv_reduction plan;
    GV_TRY(plan_into(ctx, x, k, out, &plan));
    if (mean->count != plan.blocks) {
        return gv_fail(ctx, GV_E_ARG, "one mean per block is needed");
    }
    sum_blocks(SUM_DEVIATIONS, x, &plan, gv_f32(mean), true, gv_f32(out));
    return GV_OK;
}

gv_status gv_variance_float32(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *mean, uint32_t k,
                              gv_tensor *out)
{
    return sum_deviations(ctx, x, mean, k, out);
}

gv_status gv_sum_squares_float32(gv_ctx *ctx, const gv_tensor *x, uint32_t k, gv_tensor *out)
{
    gv_reduction plan;
    GV_TRY(plan_into(ctx, x, k, out, &plan));
    sum_blocks(SUM_SQUARES, x, &plan, NULL, false, gv_f32(out));
    return GV_OK;
}

static gv_status guard_operand(gv_ctx *ctx, const gv_tensor *x)
{
    if (x->dtype != GV_SYM_INT32) {
        return gv_fail(ctx, GV_E_REFUSED, "A19: the operand is not SYM_INT32");
    }
    if (x->bits < 1u || x->bits > 16u) {
        return gv_fail(ctx, GV_E_REFUSED, "A19: the operand label is outside 1..16");
    }
    return GV_OK;
}

gv_status gv_mean_sym(gv_ctx *ctx, const gv_tensor *x, uint32_t k, gv_tensor *out)
{
    gv_reduction plan;
    GV_TRY(guard_operand(ctx, x));
    GV_TRY(plan_into(ctx, x, k, out, &plan));
    if (plan.size >= (uint32_t)1 << (32u - x->bits)) {
        return gv_fail(ctx, GV_E_REFUSED, "A19: too many mantissas for an int32 sum");
    }
    gv_walk walk = gv_walk_start(x);
    for (uint32_t block = 0; block < plan.blocks; block++) {
        int32_t sum = 0;
        for (uint32_t i = 0; i < plan.size; i++) {
            sum += gv_i32(x)[walk.at];
            gv_walk_next(&walk);
        }
        gv_f32(out)[block] = x->scale * (gv_i2f(sum) / (float)plan.size);
    }
    return GV_OK;
}

gv_status gv_variance_sym(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *mean, uint32_t k, gv_tensor *out)
{
    GV_TRY(guard_operand(ctx, x));
    return sum_deviations(ctx, x, mean, k, out);
}

float gv_rsqrt_f32(float x, float eps)
{
    return 1.0f / gv_sqrt_f32(x + eps);
}

static float root_at(const gv_tensor *x, uint32_t i, float eps)
{
    return gv_rsqrt_f32(gv_decode_symmetric(gv_i32(x)[i], x->scale), eps);
}

gv_status gv_rsqrt_sym(gv_ctx *ctx, const gv_tensor *x, float eps, gv_tensor *out)
{
    GV_TRY(guard_operand(ctx, x));
    if (out->dtype != GV_SYM_INT32 || out->bits > 16u) {
        return gv_fail(ctx, GV_E_REFUSED, "A19: the target is not SYM_INT32 of at most 16 bits");
    }
    float m = 0.0f;
    for (uint32_t i = 0; i < x->count; i++) {
        float r = gv_abs_f32(root_at(x, i, eps));
        m = m > r ? m : r;
    }
    out->scale = gv_symmetric_scale(m, out->bits);
    if (m == 0.0f) {
        return GV_OK;
    }
    gv_range range = gv_make_range(out->bits, x->count);
    for (uint32_t i = 0; i < x->count; i++) {
        gv_i32(out)[i] = gv_encode_symmetric(ctx, root_at(x, i, eps), out->scale, &range, out->rounding);
    }
    return GV_OK;
}
