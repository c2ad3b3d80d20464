/* L16, L17. */
#include "gv_norm.h"

#include <string.h>

#include "gv_contract.h"
#include "gv_float.h"
#include "gv_gradient.h"
#include "gv_quant.h"

gv_norm_steps gv_param_norm_steps(gv_call *call)
{
    bool sym = gv_param_is(call, "arithmetic", "ARITH_SYM_INT32");
    return (gv_norm_steps){
        .arith = sym ? GV_ARITH_SYM_INT32 : GV_ARITH_FLOAT32,
        .gamma_mode = gv_param_out_mode(call, "gamma_mode"),
        .beta_mode = gv_param_out_mode(call, "beta_mode"),
        .gamma_grad = gv_need(call, "gamma_grad"),
        .beta_grad = gv_need(call, "beta_grad"),
    };
}

/* What one backward call works on; x and dy in the order of the blocks. */
typedef struct {
    gv_tensor x;
    gv_tensor dy;
    const gv_tensor *gamma;
    gv_blocks blocks;
    const float *mean;
    const float *rstd;
    float *d_gamma; /* added to */
    float *d_beta;
    float *dx; /* overwritten */
} backward_pass;

static float normal_at(const backward_pass *p, uint32_t block, uint32_t i)
{
    if (p->x.dtype == GV_SYM_INT32) {
        return gv_normalize(gv_i32(&p->x)[i], p->x.scale, p->mean[block], p->rstd[block]);
    }
    return (gv_f32(&p->x)[i] - p->mean[block]) * p->rstd[block];
}

static float value_at(const gv_tensor *t, uint32_t i)
{
    return t->dtype == GV_SYM_INT32 ? gv_decode_symmetric(gv_i32(t)[i], t->scale) : gv_f32(t)[i];
}

/* L16 steps 1 and 2 of one block. */
static void block_gradients(const backward_pass *p, uint32_t block)
{
    const gv_blocks *b = &p->blocks;
    float a = 0.0f;
    float c = 0.0f;
    for (uint32_t j = 0; j < b->size; j++) {
        uint32_t i = block * b->size + j;
        uint32_t index = gv_affine_index(b, block, j);
        float loss = value_at(&p->dy, i);
        float normal = normal_at(p, block, i);
        float e = loss * value_at(p->gamma, index);
        float step = loss * normal;
        float moment = e * normal;
        p->d_beta[index] = p->d_beta[index] + loss;
        p->d_gamma[index] = p->d_gamma[index] + step;
        a = a + e;
        c = c + moment;
    }
    a = a / (float)b->size;
    c = c / (float)b->size;
    for (uint32_t j = 0; j < b->size; j++) {
        uint32_t i = block * b->size + j;
        float e = value_at(&p->dy, i) * value_at(p->gamma, gv_affine_index(b, block, j));
        float moment = normal_at(p, block, i) * c;
        p->dx[i] = p->rstd[block] * ((e - a) - moment);
    }
}

static void run_blocks(const backward_pass *p)
{
    for (uint32_t block = 0; block < p->blocks.blocks; block++) {
        block_gradients(p, block);
    }
}

/* L16 step 4; dx in the order of the blocks. */
static void write_dx(gv_ctx *ctx, const gv_blocks *blocks, const float *values, gv_tensor *dx)
{
    float top = gv_norm_peak(blocks, values, dx->count);
    dx->scale = gv_symmetric_scale(top, dx->bits);
    for (uint32_t i = 0; i < dx->count; i++) {
        gv_i32(dx)[i] =
            top == 0.0f ? 0 : gv_clamp_then_round(ctx, values[i] / dx->scale, dx->bits, dx->rounding);
    }
}

/* B2: the June contracts take SYM_INT32 gradients only. */
static gv_status guard_gradient(gv_ctx *ctx, const gv_tensor *grad)
{
    if (ctx->contract->norm_gradients == GV_NORM_GRADIENTS_ANY) {
        return GV_OK;
    }
    if (grad->dtype != GV_SYM_INT32 || grad->bits > ctx->contract->gradient_bits_max) {
        return gv_fail(ctx, GV_E_REFUSED, "B2: a norm gradient must be a narrow SYM_INT32");
    }
    return GV_OK;
}

static gv_status guard_sym(gv_ctx *ctx, const gv_norm_steps *steps, const backward_pass *p,
                           const gv_tensor *dx)
{
    const gv_tensor *operands[4] = {&p->x, &p->dy, dx, p->gamma};
    for (uint32_t i = 0; i < 4u; i++) {
        GV_TRY(gv_guard_norm_operand(ctx, operands[i]));
    }
    GV_TRY(guard_gradient(ctx, steps->gamma_grad));
    return guard_gradient(ctx, steps->beta_grad);
}

static gv_status guard_float(gv_ctx *ctx, const gv_norm_steps *steps, const backward_pass *p,
                             const gv_tensor *dx)
{
    const gv_tensor *tensors[6] = {&p->x, &p->dy, p->gamma, dx, steps->gamma_grad, steps->beta_grad};
    for (uint32_t i = 0; i < 6u; i++) {
        if (tensors[i]->dtype != GV_FLOAT32) {
            return gv_fail(ctx, GV_E_REFUSED, "B2: the FLOAT32 arm of a norm layer takes FLOAT32 tensors");
        }
    }
    return GV_OK;
}

/* Operands in the order of the blocks, and their statistics, in scratch. */
static gv_status prepare(gv_ctx *ctx, const gv_norm *norm, const gv_tensor *x, const gv_tensor *dy,
                         backward_pass *p)
{
    GV_TRY(gv_read_blocks(ctx, &p->blocks, x, &p->x));
    GV_TRY(gv_read_blocks(ctx, &p->blocks, dy, &p->dy));
    float *mean = gv_scratch(ctx, 2u * (size_t)p->blocks.blocks * sizeof *mean);
    if (mean == NULL) {
        return gv_fail(ctx, GV_E_MEMORY, "a norm layer does not fit the scratch arena");
    }
    p->mean = mean;
    p->rstd = mean + p->blocks.blocks;
    return gv_norm_statistics(ctx, &p->x, &p->blocks, norm->eps, mean, mean + p->blocks.blocks);
}

/* dx in the order of the blocks. */
static gv_status backward_sym(gv_ctx *ctx, const gv_norm_steps *steps, backward_pass *p, gv_tensor *dx)
{
    size_t affine_bytes = (size_t)p->blocks.affine * sizeof(float);
    p->d_gamma = gv_scratch(ctx, affine_bytes);
    p->d_beta = gv_scratch(ctx, affine_bytes);
    p->dx = gv_scratch(ctx, (size_t)p->x.count * sizeof(float));
    if (p->d_gamma == NULL || p->d_beta == NULL || p->dx == NULL) {
        return gv_fail(ctx, GV_E_MEMORY, "a norm layer does not fit the scratch arena");
    }
    memset(p->d_gamma, 0, affine_bytes);
    memset(p->d_beta, 0, affine_bytes);
    run_blocks(p);
    gv_tensor gamma_grad;
    gv_tensor beta_grad;
    GV_TRY(gv_stage_tensor(ctx, steps->gamma_grad, &gamma_grad));
    GV_TRY(gv_stage_tensor(ctx, steps->beta_grad, &beta_grad));
    GV_TRY(gv_push_gradient(ctx, p->d_gamma, steps->gamma_mode, &gamma_grad));
    GV_TRY(gv_push_gradient(ctx, p->d_beta, steps->beta_mode, &beta_grad));
    write_dx(ctx, &p->blocks, p->dx, dx);
    gv_commit_tensor(&gamma_grad, steps->gamma_grad);
    gv_commit_tensor(&beta_grad, steps->beta_grad);
    return GV_OK;
}

/* dx in the order of the blocks. */
static gv_status backward_float(const gv_norm_steps *steps, backward_pass *p, gv_tensor *dx)
{
    p->d_gamma = gv_f32(steps->gamma_grad);
    p->d_beta = gv_f32(steps->beta_grad);
    p->dx = gv_f32(dx);
    run_blocks(p);
    return GV_OK;
}

gv_status gv_norm_backward(gv_ctx *ctx, const gv_norm *norm, const gv_norm_steps *steps, const gv_tensor *x,
                           const gv_tensor *dy, const gv_tensor *gamma, gv_tensor *dx)
{
    backward_pass pass = {.x = *x, .dy = *dy, .gamma = gamma};
    bool sym = steps->arith == GV_ARITH_SYM_INT32;
    GV_TRY(sym ? guard_sym(ctx, steps, &pass, dx) : guard_float(ctx, steps, &pass, dx));
    GV_TRY(gv_plan_norm(ctx, norm, x, gamma, &pass.blocks));
    if (sym && gv_norm_returns_empty(ctx, &pass.blocks)) {
        dx->scale = 1.0f;
        return GV_OK;
    }
    size_t mark = ctx->scratch.used;
    gv_tensor flat_dx;
    gv_status status = gv_read_blocks(ctx, &pass.blocks, dx, &flat_dx);
    if (status == GV_OK) {
        status = prepare(ctx, norm, x, dy, &pass);
    }
    if (status == GV_OK) {
        status = sym ? backward_sym(ctx, steps, &pass, &flat_dx) : backward_float(steps, &pass, &flat_dx);
    }
    if (status == GV_OK) {
        gv_write_blocks(&pass.blocks, &flat_dx, dx);
        dx->scale = flat_dx.scale;
    }
    ctx->scratch.used = mark;
    return status;
}
