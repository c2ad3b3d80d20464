/* Random initial weights (S15): uniform and normal numbers, the scales of Kaiming and Xavier. */
#ifndef GV_INIT_H
#define GV_INIT_H

#include "goldvec.h"

/* a + r * (b - a); one draw. */
float gv_uniform_between(gv_ctx *ctx, float a, float b);

/* Box-Muller by cosine; two draws, and one more for each first draw up to 1e-7f. */
float gv_normal_number(gv_ctx *ctx, float mean, float deviation);

/* gain * sqrt(t / fans), and gain / sqrt(fan) */
float gv_init_scale(float gain, float t, uint32_t fans);
float gv_kaiming_deviation(float gain, uint32_t fan);

#endif
