/* S10-S14. */
#include "gv_rng.h"

uint32_t gv_seed_state(uint32_t seed)
{
    return seed == 0u ? UINT32_MAX : seed;
}

uint32_t gv_step_rng(gv_ctx *ctx)
{
    uint32_t x = ctx->rng;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    ctx->rng = x;
    return x;
}

float gv_draw_uniform(gv_ctx *ctx)
{
    return (float)(gv_step_rng(ctx) >> 8) / 16777216.0f;
}

uint32_t gv_draw_bounded(gv_ctx *ctx, uint32_t bound)
{
    uint32_t limit = UINT32_MAX - UINT32_MAX % bound;
    uint32_t x = gv_step_rng(ctx);
    while (x >= limit) {
        x = gv_step_rng(ctx);
    }
    return x % bound;
}

void gv_shuffle_indices(gv_ctx *ctx, int32_t *indices, uint32_t count)
{
    for (uint32_t left = count; left >= 2u; left--) {
        uint32_t j = gv_draw_bounded(ctx, left);
        int32_t held = indices[left - 1u];
        indices[left - 1u] = indices[j];
        indices[j] = held;
    }
}

void gv_fill_bernoulli(gv_ctx *ctx, uint8_t *bits, uint32_t count, float p)
{
    for (uint32_t i = 0; i < count; i++) {
        uint8_t mask = (uint8_t)(1u << (i & 7u));
        if ((i & 7u) == 0u) {
            bits[i >> 3] = 0;
        }
        if (gv_draw_uniform(ctx) < p) {
            bits[i >> 3] = (uint8_t)(bits[i >> 3] | mask);
        }
    }
}
