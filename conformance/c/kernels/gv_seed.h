/* S20: moving a mantissa from its own scale into an accumulator, with the #189 guard. */
#ifndef GV_SEED_H
#define GV_SEED_H

#include "goldvec.h"

/* The bound T of the guard: 2^30 + 2^15. Equality passes. */
#define GV_SEED_BOUND 1073774592.0f

/* Refuses NaN and everything beyond GV_SEED_BOUND, if the contract has the guard. */
gv_status gv_guard_seed(gv_ctx *ctx, float r);

/*
 * *out := ROUND((q * scale_from) / scale_to): multiplies first, then divides. Not clamped. One draw in SR
 * mode, after the guard. GV_E_REFUSED beyond the guard; *out is then unchanged.
 */
gv_status gv_rescale_seed(gv_ctx *ctx, int32_t q, float scale_from, float scale_to, gv_rounding mode,
                          int32_t *out);

/*
 * Seed of a Linear or convolution bias under the context's contract: gv_rescale_seed with the bias record's
 * mode, or half-away without guard and without draw.
 */
gv_status gv_rescale_bias(gv_ctx *ctx, int32_t q, float scale_from, float scale_to, gv_rounding mode,
                          int32_t *out);

#endif
