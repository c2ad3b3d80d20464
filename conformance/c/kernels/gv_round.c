/* S16-S18. */
#include "gv_round.h"

#include "gv_float.h"
#include "gv_rng.h"

int32_t gv_cast_int32(float x)
{
    int32_t code = (int32_t)x;
    /* the machines differ outside the range (x86 INT32_MIN, Arm saturates); one answer for all of them */
    return x >= -2147483648.0f && x < 2147483648.0f ? code : INT32_MIN;
}

int32_t gv_round_half_away(float x)
{
    float magnitude = gv_abs_f32(x);
    if (magnitude < GV_INTEGRAL) {
        /* adding 2^23 rounds to the nearest integer, ties to even; only a tie that went down is moved */
        float nearest = (magnitude + GV_INTEGRAL) - GV_INTEGRAL;
        if (magnitude - nearest == 0.5f) {
            nearest += 1.0f;
        }
        magnitude = nearest;
    }
    return gv_cast_int32(x < 0.0f ? -magnitude : magnitude);
}

int32_t gv_round_stochastic(gv_ctx *ctx, float x)
{
    float jittered = x + gv_draw_uniform(ctx);
    return gv_round_half_away(jittered - 0.5f);
}

int32_t gv_round(gv_ctx *ctx, float x, gv_rounding mode)
{
    return mode == GV_SR_HALF_AWAY ? gv_round_stochastic(ctx, x) : gv_round_half_away(x);
}
