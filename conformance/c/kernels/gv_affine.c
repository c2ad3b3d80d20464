/* S8, S22, S24, S26, H4. */
#include "gv_affine.h"

#include "gv_float.h"
#include "gv_round.h"

/* 2^bits, exactly; a width of 32 has no such shift. */
static float full_range(uint32_t bits)
{
    return bits < 32u ? (float)((uint32_t)1 << bits) : 4294967296.0f;
}

float gv_amax(uint32_t bits)
{
    return full_range(bits) - 1.0f;
}

void gv_scan_range(const float *values, uint32_t count, float *low, float *high)
{
    float least = values[0];
    float most = values[0];
    for (uint32_t i = 1; i < count; i++) {
        if (values[i] < least) {
            least = values[i];
        }
        if (values[i] > most) {
            most = values[i];
        }
    }
    *low = least;
    *high = most;
}

gv_status gv_derive_grid(gv_ctx *ctx, float low, float high, uint32_t bits, gv_rounding mode, gv_grid *grid)
{
    if (bits == 0u || bits > 30u) {
        return gv_fail(ctx, GV_E_REFUSED, "A2: ASYM width 0 or above 30");
    }
    float scale;
    if (low == high) {
        scale = low == 0.0f ? 1.0f : gv_abs_f32(low);
    } else {
        scale = (high - low) / gv_amax(bits);
    }
    float z = low / scale;
    if (!(z >= -2147483648.0f && z < 2147483648.0f)) {
        return gv_fail(ctx, GV_E_REFUSED, "A3: the zero point leaves int32");
    }
    grid->scale = scale;
    grid->zero_point = gv_round(ctx, z, mode);
    return GV_OK;
}

/* S26 with the upper bound of the code already known. */
static int32_t encode_bounded(gv_ctx *ctx, float v, gv_grid grid, int32_t top, gv_rounding mode)
{
    float shifted = v / grid.scale - gv_i2f(grid.zero_point);
    return gv_clamp_int(gv_round(ctx, shifted, mode), 0, top);
}

int32_t gv_encode_affine(gv_ctx *ctx, float v, gv_grid grid, uint32_t bits, gv_rounding mode)
{
    return encode_bounded(ctx, v, grid, gv_cast_int32(gv_amax(bits)), mode);
}

gv_status gv_quantize_affine(gv_ctx *ctx, const float *values, uint32_t count, uint32_t bits,
                             gv_rounding mode, int32_t *codes, gv_grid *grid)
{
    float low;
    float high;
    gv_scan_range(values, count, &low, &high);
    gv_grid fresh;
    GV_TRY(gv_derive_grid(ctx, low, high, bits, mode, &fresh));
    int32_t top = gv_cast_int32(gv_amax(bits));
    for (uint32_t i = 0; i < count; i++) {
        codes[i] = encode_bounded(ctx, values[i], fresh, top, mode);
    }
    *grid = fresh;
    return GV_OK;
}

/* H4: the zero point passes through int16. */
static int32_t narrow_zero_point(int32_t z)
{
    uint32_t low = (uint32_t)z & 0xffffu;
    return (int32_t)(low ^ 0x8000u) - 0x8000;
}

static gv_affine_span span_of_integers(const int32_t *integers, uint32_t count)
{
    int32_t low = integers[0];
    int32_t high = integers[0];
    for (uint32_t i = 1; i < count; i++) {
        low = integers[i] < low ? integers[i] : low;
        high = integers[i] > high ? integers[i] : high;
    }
    return (gv_affine_span){.low = gv_i2f(low), .range = gv_i2f(high - low), .constant = low == high};
}

gv_affine_span gv_affine_span_of(const float *values, const int32_t *integers, uint32_t count)
{
    if (integers != NULL) {
        return span_of_integers(integers, count);
    }
    float low;
    float high;
    gv_scan_range(values, count, &low, &high);
    return (gv_affine_span){.low = low, .range = high - low, .constant = low == high};
}

void gv_quantize_affine_cell(gv_ctx *ctx, const float *values, uint32_t count, const gv_affine_span *span,
                             gv_affine_cell cell, uint32_t bits, gv_rounding mode, int32_t *codes,
                             gv_grid *grid)
{
    float full = full_range(bits);
    float divisor = cell == GV_CELL_FLOAT32 ? full : full - 1.0f;
    float top = cell == GV_CELL_INT32 ? full - 2.0f : full - 1.0f;
    gv_grid fresh = {.scale = span->low, .zero_point = 1};
    if (!span->constant) {
        fresh.scale = span->range / divisor;
        fresh.zero_point = narrow_zero_point(gv_round(ctx, span->low / fresh.scale, mode));
    }
    for (uint32_t i = 0; i < count; i++) {
        float shifted = values[i] / fresh.scale - gv_i2f(fresh.zero_point);
        codes[i] = gv_round(ctx, gv_clamp_float(shifted, 0.0f, top), mode);
    }
    *grid = fresh;
}
