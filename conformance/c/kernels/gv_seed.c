/* S20 and the bias seeds of S87 under each contract. */
#include "gv_seed.h"

#include "gv_contract.h"
#include "gv_float.h"
#include "gv_round.h"

gv_status gv_guard_seed(gv_ctx *ctx, float r)
{
    if (!ctx->contract->seed_guard || gv_abs_f32(r) <= GV_SEED_BOUND) {
        return GV_OK;
    }
    return gv_fail(ctx, GV_E_REFUSED, "A12: a seed is beyond the accumulator bound");
}

gv_status gv_rescale_seed(gv_ctx *ctx, int32_t q, float scale_from, float scale_to, gv_rounding mode,
                          int32_t *out)
{
    float r = (gv_i2f(q) * scale_from) / scale_to;
    GV_TRY(gv_guard_seed(ctx, r));
    *out = gv_round(ctx, r, mode);
    return GV_OK;
}

gv_status gv_rescale_bias(gv_ctx *ctx, int32_t q, float scale_from, float scale_to, gv_rounding mode,
                          int32_t *out)
{
    if (ctx->contract->bias_seed == GV_BIAS_SEED_SEED_RESCALE) {
        return gv_rescale_seed(ctx, q, scale_from, scale_to, mode, out);
    }
    *out = gv_round_half_away((gv_i2f(q) * scale_from) / scale_to);
    return GV_OK;
}
