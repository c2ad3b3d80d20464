/*
 * The xorshift32 generator and what is drawn from it (S10-S14). The state lives in the context; it is
 * never 0. One draw is one step.
 */
#ifndef GV_RNG_H
#define GV_RNG_H

#include "goldvec.h"

/* S11: the state after seeding; 0 becomes 0xFFFFFFFF. */
uint32_t gv_seed_state(uint32_t seed);

/* S10: one step; returns the new state. */
uint32_t gv_step_rng(gv_ctx *ctx);

/* S12: uniform on the 24-bit grid in [0, 1 - 2^-24]; one draw. */
float gv_draw_uniform(gv_ctx *ctx);

/* S13: uniform integer in [0, bound) by rejection; bound at least 1. */
uint32_t gv_draw_bounded(gv_ctx *ctx, uint32_t bound);

/* S13: Fisher-Yates from the last index down; count below 2 draws nothing. */
void gv_shuffle_indices(gv_ctx *ctx, int32_t *indices, uint32_t count);

/* S14: bit i := U() < p into a packed BOOL payload (S5); count draws; unused high bits 0. */
void gv_fill_bernoulli(gv_ctx *ctx, uint8_t *bits, uint32_t count, float p);

#endif
