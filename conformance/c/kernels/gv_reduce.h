/*
 * Reductions over the trailing k logical axes (S96-S103). Blocks are read in logical row-major order, every
 * sum starts at +0. Results hold one value per block.
 */
#ifndef GV_REDUCE_H
#define GV_REDUCE_H

#include "goldvec.h"

/* Numbers of blocks and of elements per block; refuses (A19) k beyond the rank. */
typedef struct {
    uint32_t blocks;
    uint32_t size;
} gv_reduction;

gv_status gv_plan_blocks(gv_ctx *ctx, const gv_tensor *x, uint32_t k, gv_reduction *plan);

/* S97; S98 around the given means; S99. */
gv_status gv_mean_float32(gv_ctx *ctx, const gv_tensor *x, uint32_t k, gv_tensor *out);
gv_status gv_variance_float32(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *mean, uint32_t k,
                              gv_tensor *out);
gv_status gv_sum_squares_float32(gv_ctx *ctx, const gv_tensor *x, uint32_t k, gv_tensor *out);

/* S101, S102; refuse (A19) other formats than SYM_INT32, labels outside 1..16, and S101 N >= 2^(32-b). */
gv_status gv_mean_sym(gv_ctx *ctx, const gv_tensor *x, uint32_t k, gv_tensor *out);
gv_status gv_variance_sym(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *mean, uint32_t k, gv_tensor *out);

/* S100: 1 / sqrt(x + eps). */
float gv_rsqrt_f32(float x, float eps);

/* S103: encoded on a fresh grid; refuses (A19) as above and a target label beyond 16. */
gv_status gv_rsqrt_sym(gv_ctx *ctx, const gv_tensor *x, float eps, gv_tensor *out);

#endif
