/*
 * Rounding of one float32 to an int32 (S16-S18) and clamps (S19). The only float-to-int cast of the whole
 * library is gv_cast_int32, so that a sanitizer build counts every value that leaves int32 in one place.
 */
#ifndef GV_ROUND_H
#define GV_ROUND_H

#include "goldvec.h"

/* From here on every float32 is an integer. */
#define GV_INTEGRAL 8388608.0f

/*
 * Truncates toward zero. NaN or a value outside int32 is undefined in the clauses; a sanitizer build counts
 * it as `cast`, and every target returns INT32_MIN.
 */
int32_t gv_cast_int32(float x);

/* S16: nearest integer, halves away from zero; no draw. */
int32_t gv_round_half_away(float x);

/* S17: ha((x + U()) - 0.5); exactly one draw, whatever x is. */
int32_t gv_round_stochastic(gv_ctx *ctx, float x);

/* S18: rounding by mode. */
int32_t gv_round(gv_ctx *ctx, float x, gv_rounding mode);

/* S19 */
static inline int32_t gv_clamp_int(int32_t v, int32_t low, int32_t high)
{
    if (v < low) {
        return low;
    }
    return v > high ? high : v;
}

/* S19; NaN passes through. */
static inline float gv_clamp_float(float v, float low, float high)
{
    if (v < low) {
        return low;
    }
    return v > high ? high : v;
}

#endif
