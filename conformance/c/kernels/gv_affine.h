/* Affine grids of ASYM tensors: bounds (S8), range scan (S22), grid (S24), encode (S26), decode (S27). */
#ifndef GV_AFFINE_H
#define GV_AFFINE_H

#include "goldvec.h"

typedef struct {
    float scale;
    int32_t zero_point;
} gv_grid;

/* S8: R(2^bits) - 1 in float32, hence 2^bits from 25 bits on; bits in 0..31. */
float gv_amax(uint32_t bits);

/* S22: minimum and maximum of at least one value; the first of equals wins, a leading NaN stays. */
void gv_scan_range(const float *values, uint32_t count, float *low, float *high);

/*
 * S24: grid of a range. Refuses widths 0 and above 30 (A2) and a zero point outside int32 (A3). One draw in
 * SR mode, before any element is encoded.
 */
gv_status gv_derive_grid(gv_ctx *ctx, float low, float high, uint32_t bits, gv_rounding mode, gv_grid *grid);

/* S26: divides, subtracts the zero point, rounds, clamps to [0, trunc amax]. One draw in SR mode. */
int32_t gv_encode_affine(gv_ctx *ctx, float v, gv_grid grid, uint32_t bits, gv_rounding mode);

/* S27: (c + zero point) * scale in float32. */
static inline float gv_decode_affine(int32_t code, gv_grid grid)
{
    return ((float)code + (float)grid.zero_point) * grid.scale;
}

/*
 * S38 core: grid of at least one value, then one code per value; count + 1 draws in SR mode. values and codes
 * may be the same storage.
 */
gv_status gv_quantize_affine(gv_ctx *ctx, const float *values, uint32_t count, uint32_t bits,
                             gv_rounding mode, int32_t *codes, gv_grid *grid);

/* Which of the per-cell rules before 2026-06-24 applies (H4). */
typedef enum { GV_CELL_FLOAT32, GV_CELL_INT32, GV_CELL_SYM_INT32 } gv_affine_cell;

/* What a per-cell grid is derived from. */
typedef struct {
    float low;
    float range;
    bool constant;
} gv_affine_span;

/*
 * H4: the span of at least one value. `integers` are the values before their conversion, or NULL; their range
 * is an int32 difference, converted once.
 */
gv_affine_span gv_affine_span_of(const float *values, const int32_t *integers, uint32_t count);

/* H4: the per-cell encode, zero point through int16, float clamp before rounding; bits in 1..24. */
void gv_quantize_affine_cell(gv_ctx *ctx, const float *values, uint32_t count, const gv_affine_span *span,
                             gv_affine_cell cell, uint32_t bits, gv_rounding mode, int32_t *codes,
                             gv_grid *grid);

#endif
