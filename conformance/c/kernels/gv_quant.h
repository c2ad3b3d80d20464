/*
 * Symmetric grids: bounds of a width (S8), absolute maxima (S21), scale (S23), encode (S25), decode (S27),
 * dynamic quantize (S36) and the two requants (S51, S52).
 */
#ifndef GV_QUANT_H
#define GV_QUANT_H

#include "goldvec.h"

/* S8: R(2^(bits-1)) - 1 in float32, hence 2^(bits-1) from 26 bits on; bits in 0..31. */
float gv_qmax(uint32_t bits);

/* S8: -2^(bits-1); bits in 0..31. */
float gv_qmin(uint32_t bits);

/* Clamp bounds of a width, as floats and truncated to int32. */
typedef struct {
    float low;
    float high;
    int32_t low_code;
    int32_t high_code;
} gv_range;

/* The range for so many values: where there are none, nothing is cast, and so nothing leaves int32. */
gv_range gv_make_range(uint32_t bits, uint32_t count);

/* S21 variant A: starts at |v0|, so a NaN there stays; count at least 1. */
float gv_absmax_buffer(const float *values, uint32_t count);

/* S21 variant B over decoded mantissas: starts at 0; NaN never enters. */
float gv_absmax_mantissas(const int32_t *mantissas, uint32_t count, float scale);

/* S23: 1 if m is 0, else m / qmax. */
float gv_symmetric_scale(float m, uint32_t bits);

/* The last step of every dynamic encoder: round and clamp, in the contract's order. One draw in SR mode. */
int32_t gv_round_into_range(gv_ctx *ctx, float x, const gv_range *range, gv_rounding mode);

/* S25: code of v on a grid; divides, never multiplies by a reciprocal. */
int32_t gv_encode_symmetric(gv_ctx *ctx, float v, float scale, const gv_range *range, gv_rounding mode);

/* S27 */
static inline float gv_decode_symmetric(int32_t q, float scale) { return (float)q * scale; }

/*
 * S36 core: *scale from the absolute maximum (variant A), then one code per value; count draws in SR mode.
 * values and codes may be the same storage. count 0 gives scale 1.
 */
void gv_quantize_values(gv_ctx *ctx, const float *values, uint32_t count, uint32_t bits, gv_rounding mode,
                        int32_t *codes, float *scale);

/* S36: FLOAT32 x to SYM_INT32 y of y's width; the scale of y is overwritten. */
gv_status gv_quantize_dynamic(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y, gv_rounding mode);

/*
 * S51: SYM_INT32 x to SYM_INT32 y of y's width with a fresh scale. Mantissas may span int32; x and y may be
 * the same tensor. count draws in SR mode.
 */
gv_status gv_requant_dynamic(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y, gv_rounding mode);

/*
 * S52: SYM_INT32 x to SYM_INT32 y at y's own scale, which is kept. Clamps in float, then rounds: SR may leave
 * the range by one. Refuses (A8) a scale that is not above 0.
 */
gv_status gv_requant_fixed(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y, gv_rounding mode);

#endif
