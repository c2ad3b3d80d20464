/*
 * LayerNorm and GroupNorm, forward and backward (L14-L17). Both cut x into blocks: LayerNorm in logical
 * order, GroupNorm as x is stored. They also differ in the index of gamma and beta, in how often a beta
 * seed is rounded, and in what a NaN does to the absolute maximum.
 */
#ifndef GV_NORM_H
#define GV_NORM_H

#include "gv_funnel.h"

typedef struct {
    float eps;
    uint32_t groups; /* 0: LayerNorm */
} gv_norm;

/* Blocks of an input; `per_group` and `length` are those of GroupNorm. */
typedef struct {
    uint32_t blocks;
    uint32_t size;
    uint32_t affine;
    uint32_t groups;
    uint32_t per_group;
    uint32_t length;
} gv_blocks;

/* L15, L17: refuses (B2) an x that gamma or the groups do not fit. */
gv_status gv_plan_norm(gv_ctx *ctx, const gv_norm *norm, const gv_tensor *x, const gv_tensor *gamma,
                       gv_blocks *blocks);

/* Whether there is nothing to normalise and the SYM arms only set the scale 1. */
bool gv_norm_returns_empty(const gv_ctx *ctx, const gv_blocks *blocks);

/* A wire in the order of the blocks: itself, or a copy in scratch; gv_write_blocks puts it back. */
gv_status gv_read_blocks(gv_ctx *ctx, const gv_blocks *blocks, const gv_tensor *t, gv_tensor *flat);
void gv_write_blocks(const gv_blocks *blocks, const gv_tensor *flat, gv_tensor *t);

/* Absolute maximum: NaN never enters (LayerNorm), or enters and is replaced by the next (GroupNorm). */
float gv_norm_peak(const gv_blocks *blocks, const float *values, uint32_t count);

/*
 * L14 of every block into mean[blocks] and rstd[blocks]; x is SYM_INT32 or FLOAT32, in the order of the
 * blocks. Refuses A19.
 */
gv_status gv_norm_statistics(gv_ctx *ctx, const gv_tensor *x, const gv_blocks *plan, float eps,
                             float *mean, float *rstd);

/*
 * L15 steps 1-4: raw mantissas and scale into y, whose width bounds h and whose mode rounds h and the seeds.
 * Refuses B2, A12, A19.
 */
gv_status gv_norm_forward_raw(gv_ctx *ctx, const gv_norm *norm, const gv_tensor *x, const gv_tensor *gamma,
                              const gv_tensor *beta, gv_tensor *y);

/* L15: the arm of the arithmetic, through the funnel or (June) straight into y. */
gv_status gv_norm_forward(gv_ctx *ctx, const gv_norm *norm, const gv_tensor *x, const gv_tensor *gamma,
                          const gv_tensor *beta, gv_arithmetic arithmetic, gv_tensor *y);

typedef struct {
    gv_arith arith; /* selects the arm */
    gv_out_mode gamma_mode;
    gv_out_mode beta_mode;
    gv_tensor *gamma_grad; /* added to */
    gv_tensor *beta_grad;
} gv_norm_steps;

gv_norm_steps gv_param_norm_steps(gv_call *call);

/*
 * L16: dx overwritten, both gradients added to. Refuses B2, A14, A15, A19; a refused call leaves them as
 * they were.
 */
gv_status gv_norm_backward(gv_ctx *ctx, const gv_norm *norm, const gv_norm_steps *steps, const gv_tensor *x,
                           const gv_tensor *dy, const gv_tensor *gamma, gv_tensor *dx);

/* Index of gamma and beta for element j of a block. */
static inline uint32_t gv_affine_index(const gv_blocks *b, uint32_t block, uint32_t j)
{
    return b->groups == 0u ? j : (block % b->groups) * b->per_group + j / b->length;
}

/* L15 step 2: ((q * s) - mean) * rstd. */
static inline float gv_normalize(int32_t q, float scale, float mean, float rstd)
{
    float value = (float)q * scale;
    return (value - mean) * rstd;
}

/* Refuses (B2) an operand that is not SYM_INT32 or whose label is too wide. */
gv_status gv_guard_norm_operand(gv_ctx *ctx, const gv_tensor *t);

/* L15, L16: clamps in float, then rounds. One draw in SR mode. */
int32_t gv_clamp_then_round(gv_ctx *ctx, float x, uint32_t bits, gv_rounding mode);

#endif
