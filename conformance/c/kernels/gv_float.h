/*
 * float32 pieces that C does not give portably. `i2f` rounds to nearest even above 2^24 (S0).
 */
#ifndef GV_FLOAT_H
#define GV_FLOAT_H

#include "goldvec.h"

#define GV_INFINITY (__builtin_inff())

static inline float gv_i2f(int32_t q) { return (float)q; }

/* Sign bit cleared; NaN stays NaN. */
static inline float gv_abs_f32(float x) { return __builtin_fabsf(x); }

static inline uint32_t gv_bits_of(float x)
{
    uint32_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline float gv_float_of(uint32_t bits)
{
    float x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
}

/* Correctly rounded square root; NaN below zero. */
float gv_sqrt_f32(float x);

/* The one true fused multiply-add R(a*b + c), rounded once, on every platform (S106). */
float gv_fma_f32(float a, float b, float c);

#endif
