/* S2, S9, S27, S29-S50, S53-S55, S69. */
#include "gv_convert.h"

#include <string.h>

#include "gv_affine.h"
#include "gv_contract.h"
#include "gv_float.h"
#include "gv_pack.h"
#include "gv_quant.h"
#include "gv_round.h"

gv_status gv_guard_record(gv_ctx *ctx, gv_dtype dtype, uint32_t bits)
{
    if (dtype == GV_SYM_INT32 && bits > 31u) {
        return gv_fail(ctx, GV_E_REFUSED, "A1: SYM_INT32 width above 31");
    }
    if (dtype == GV_ASYM && (bits == 0u || bits > 30u)) {
        return gv_fail(ctx, GV_E_REFUSED, "A2: ASYM width 0 or above 30");
    }
    return GV_OK;
}

static bool is_packed(gv_dtype dtype) { return dtype == GV_SYM || dtype == GV_ASYM || dtype == GV_BOOL; }

/* Bits of one element as compared by S29. */
static uint32_t element_bits(gv_dtype dtype, uint32_t bits)
{
    if (!is_packed(dtype)) {
        return 32u;
    }
    return dtype == GV_BOOL ? 1u : bits;
}

uint32_t gv_payload_bytes(gv_dtype dtype, uint32_t bits, uint32_t count)
{
    return (uint32_t)(((uint64_t)count * element_bits(dtype, bits) + 7u) / 8u);
}

static gv_status out_of_scratch(gv_ctx *ctx)
{
    return gv_fail(ctx, GV_E_MEMORY, "a conversion does not fit the scratch arena");
}

gv_status gv_make_scratch(gv_ctx *ctx, const gv_tensor *like, gv_dtype dtype, uint32_t bits,
                          gv_rounding rounding, gv_tensor *out)
{
    *out = *like;
    out->dtype = dtype;
    out->bytes = gv_payload_bytes(dtype, bits, like->count);
    out->data = gv_scratch(ctx, out->bytes);
    out->scale = 1.0f;
    out->zero_point = 0;
    out->bits = bits;
    out->rounding = rounding;
    return out->data == NULL ? out_of_scratch(ctx) : GV_OK;
}

static gv_grid grid_of(const gv_tensor *t)
{
    return (gv_grid){.scale = t->scale, .zero_point = t->zero_point};
}

gv_status gv_read_codes(gv_ctx *ctx, const gv_tensor *t, int32_t *codes)
{
    switch (t->dtype) {
    case GV_INT32:
    case GV_SYM_INT32:
        memmove(codes, t->data, (size_t)t->count * sizeof *codes);
        return GV_OK;
    case GV_SYM:
        return gv_unpack_signed(ctx, gv_bytes(t), t->count, t->bits, codes);
    case GV_ASYM:
        gv_unpack_codes(gv_bytes(t), t->count, t->bits, codes);
        return GV_OK;
    default:
        return gv_fail(ctx, GV_E_REFUSED, "A4: the format has no codes");
    }
}

/* One packed code of a SYM or ASYM tensor. */
static int32_t code_at(const gv_tensor *t, uint32_t i)
{
    uint32_t code = gv_read_field(gv_bytes(t), (size_t)i * t->bits, t->bits);
    return t->dtype == GV_SYM ? gv_sign_extend(code, t->bits) : (int32_t)code;
}

/* S27 over [from, from + count). */
static gv_status decode_range(gv_ctx *ctx, const gv_tensor *t, uint32_t from, uint32_t count, float *values)
{
    if (t->dtype == GV_BOOL) {
        return gv_fail(ctx, GV_E_REFUSED, "A4: BOOL has no value");
    }
    if (t->dtype == GV_SYM && t->bits == 0u) {
        return gv_fail(ctx, GV_E_REFUSED, "A6: unpack of width 0");
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = from + i;
        switch (t->dtype) {
        case GV_FLOAT32:
            values[i] = gv_f32(t)[at];
            break;
        case GV_INT32:
            values[i] = gv_i2f(gv_i32(t)[at]);
            break;
        case GV_SYM_INT32:
            values[i] = gv_decode_symmetric(gv_i32(t)[at], t->scale);
            break;
        case GV_SYM:
            values[i] = gv_decode_symmetric(code_at(t, at), t->scale);
            break;
        default:
            values[i] = gv_decode_affine(code_at(t, at), grid_of(t));
            break;
        }
    }
    return GV_OK;
}

gv_status gv_decode_values(gv_ctx *ctx, const gv_tensor *t, float *values)
{
    return decode_range(ctx, t, 0, t->count, values);
}

const float *gv_values_of(gv_ctx *ctx, const gv_tensor *t, gv_status *status)
{
    *status = GV_OK;
    if (t->dtype == GV_FLOAT32) {
        return gv_f32(t);
    }
    float *values = gv_scratch(ctx, (size_t)t->count * sizeof *values);
    *status = values == NULL ? out_of_scratch(ctx) : gv_decode_values(ctx, t, values);
    return *status == GV_OK ? values : NULL;
}

void gv_quantize_stream(gv_ctx *ctx, const float *values, uint32_t count, uint32_t bits, gv_rounding mode,
                        int32_t *codes, float *scale)
{
    float m = 0.0f;
    for (uint32_t i = 0; i < count; i++) {
        float v = gv_abs_f32(values[i]);
        if (v > m) {
            m = v;
        }
    }
    float fresh = gv_symmetric_scale(m, bits);
    gv_range range = gv_make_range(bits, count);
    for (uint32_t i = 0; i < count; i++) {
        codes[i] = gv_encode_symmetric(ctx, values[i], fresh, &range, mode);
    }
    *scale = fresh;
}

gv_status gv_store_sym(gv_ctx *ctx, gv_tensor *y, const int32_t *codes, float scale)
{
    GV_TRY(gv_guard_fit(ctx, codes, y->count, y->bits));
    gv_pack_codes(codes, y->count, y->bits, gv_bytes(y));
    y->scale = scale;
    return GV_OK;
}

static gv_status into_float32(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y)
{
    return gv_decode_values(ctx, x, gv_f32(y));
}

/* S35, S39, S43, S47: whatever scale there is, is dropped. */
static gv_status into_int32(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y)
{
    int32_t *out = gv_i32(y);
    if (x->dtype == GV_FLOAT32) {
        for (uint32_t i = 0; i < x->count; i++) {
            out[i] = gv_cast_int32(gv_f32(x)[i]);
        }
        return GV_OK;
    }
    GV_TRY(gv_read_codes(ctx, x, out));
    if (x->dtype == GV_ASYM) {
        for (uint32_t i = 0; i < x->count; i++) {
            out[i] += x->zero_point;
        }
    }
    return GV_OK;
}

/* S32, S36, S45, S49: only S36 rounds; only S45 changes the label. */
static gv_status into_sym_int32(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y, gv_rounding mode)
{
    if (x->dtype == GV_FLOAT32) {
        return gv_quantize_dynamic(ctx, x, y, mode);
    }
    GV_TRY(into_int32(ctx, x, y));
    y->scale = x->dtype == GV_INT32 ? 1.0f : x->scale;
    if (x->dtype == GV_SYM) {
        y->bits = x->bits;
    }
    return GV_OK;
}

/* S33, S37, S41, S50: codes go to scratch, so that the fit guard comes before the first write. */
static gv_status into_sym(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y, gv_rounding mode)
{
    if (x->dtype == GV_INT32) {
        return gv_store_sym(ctx, y, gv_i32(x), 1.0f);
    }
    gv_status status;
    const float *values = gv_values_of(ctx, x, &status);
    if (values == NULL) {
        return status;
    }
    int32_t *codes = gv_scratch(ctx, (size_t)x->count * sizeof *codes);
    if (codes == NULL) {
        return out_of_scratch(ctx);
    }
    float scale;
    if (x->dtype == GV_FLOAT32) {
        gv_quantize_values(ctx, values, x->count, y->bits, mode, codes, &scale);
    } else {
        gv_quantize_stream(ctx, values, x->count, y->bits, mode, codes, &scale);
    }
    return gv_store_sym(ctx, y, codes, scale);
}

static gv_affine_cell cell_of(gv_dtype dtype)
{
    if (dtype == GV_INT32) {
        return GV_CELL_INT32;
    }
    return dtype == GV_SYM_INT32 ? GV_CELL_SYM_INT32 : GV_CELL_FLOAT32;
}

/* S34, S38, S42, S46: no fit guard; an empty tensor is left alone. */
static gv_status into_asym(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y, gv_rounding mode)
{
    if (x->count == 0u) {
        return GV_OK;
    }
    gv_status status;
    const float *values = gv_values_of(ctx, x, &status);
    if (values == NULL) {
        return status;
    }
    int32_t *codes = gv_scratch(ctx, (size_t)x->count * sizeof *codes);
    if (codes == NULL) {
        return out_of_scratch(ctx);
    }
    gv_grid grid = {.scale = 1.0f, .zero_point = 0};
    if (ctx->contract->affine == GV_AFFINE_PER_CELL) {
        const int32_t *integers = x->dtype == GV_INT32 ? gv_i32(x) : NULL;
        gv_affine_span span = gv_affine_span_of(values, integers, x->count);
        gv_quantize_affine_cell(ctx, values, x->count, &span, cell_of(x->dtype), y->bits, mode, codes, &grid);
    } else {
        status = gv_quantize_affine(ctx, values, x->count, y->bits, mode, codes, &grid);
    }
    if (status == GV_OK) {
        gv_pack_codes(codes, x->count, y->bits, gv_bytes(y));
        y->scale = grid.scale;
        y->zero_point = grid.zero_point;
    }
    return status;
}

static gv_status convert_same_type(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y)
{
    bool checked = ctx->contract->same_type == GV_SAME_TYPE_CHECKED;
    if (element_bits(x->dtype, x->bits) != element_bits(y->dtype, y->bits)) {
        return checked ? gv_fail(ctx, GV_E_REFUSED, "A5: same-type conversion between two widths")
                       : gv_fail(ctx, GV_E_ARG, "same-type conversion between two widths");
    }
    memmove(y->data, x->data, x->bytes);
    if (checked || x->dtype != GV_SYM) {
        y->scale = x->scale;
        y->zero_point = x->zero_point;
    }
    return GV_OK;
}

gv_status gv_guard_cell(gv_ctx *ctx, const gv_tensor *t)
{
    bool absent = ctx->contract->sym_cells == GV_SYM_CELLS_ABSENT && t->dtype == GV_SYM;
    return absent || t->dtype == GV_BOOL
               ? gv_fail(ctx, GV_E_REFUSED, "A4: the conversion matrix has no such cell")
               : GV_OK;
}

/* A4 of either side, and A6 of a source without width. */
static gv_status guard_conversion(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *y)
{
    GV_TRY(gv_guard_cell(ctx, x));
    GV_TRY(gv_guard_cell(ctx, y));
    if (x->dtype == GV_SYM && x->bits == 0u) {
        return gv_fail(ctx, GV_E_REFUSED, "A6: unpack of width 0");
    }
    return GV_OK;
}

gv_status gv_convert(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y, gv_rounding mode)
{
    if (x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "conversion between two element counts");
    }
    if (x->dtype == y->dtype) {
        return convert_same_type(ctx, x, y);
    }
    gv_status status = guard_conversion(ctx, x, y);
    GV_TRY(status);
    size_t mark = ctx->scratch.used;
    switch (y->dtype) {
    case GV_INT32:
        status = into_int32(ctx, x, y);
        break;
    case GV_FLOAT32:
        status = into_float32(ctx, x, y);
        break;
    case GV_SYM_INT32:
        status = into_sym_int32(ctx, x, y, mode);
        break;
    case GV_SYM:
        status = into_sym(ctx, x, y, mode);
        break;
    default:
        status = into_asym(ctx, x, y, mode);
        break;
    }
    ctx->scratch.used = mark;
    return status;
}

gv_status gv_execute_convert(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y, gv_rounding mode)
{
    if (x->dtype == GV_SYM_INT32 && y->dtype == GV_SYM_INT32) {
        return gv_requant_dynamic(ctx, x, y, mode);
    }
    return gv_convert(ctx, x, y, mode);
}

gv_status gv_repack(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y)
{
    if (x->dtype != GV_SYM_INT32 || y->dtype != GV_SYM || x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "repack takes SYM_INT32 into SYM of the same count");
    }
    return gv_store_sym(ctx, y, gv_i32(x), x->scale);
}

gv_status gv_decode_window(gv_ctx *ctx, const gv_tensor *t, uint32_t offset, uint32_t count, float *values)
{
    if (t->dtype == GV_INT32 || t->dtype == GV_BOOL) {
        return gv_fail(ctx, GV_E_REFUSED, "A9: streaming decode of a format without values");
    }
    if (count > GV_STREAM_BLOCK || (offset & 7u) != 0u) {
        return gv_fail(ctx, GV_E_REFUSED, "A9: window above 256 elements or not at a multiple of 8");
    }
    if (offset > t->count || count > t->count - offset) {
        return gv_fail(ctx, GV_E_REFUSED, "A9: window beyond the tensor");
    }
    return decode_range(ctx, t, offset, count, values);
}

gv_status gv_fill(gv_ctx *ctx, const gv_tensor *values, gv_tensor *y)
{
    if (values->count != y->count) {
        return gv_fail(ctx, GV_E_REFUSED, "A10: fill with another count");
    }
    if (y->dtype == GV_BOOL) {
        return gv_fail(ctx, GV_E_REFUSED, "A10: fill of a BOOL tensor");
    }
    return gv_convert(ctx, values, y, y->rounding);
}

static bool has_record(gv_dtype dtype)
{
    return dtype == GV_SYM_INT32 || dtype == GV_SYM || dtype == GV_ASYM;
}

gv_status gv_copy_tensor(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y)
{
    if (has_record(x->dtype) && !has_record(y->dtype)) {
        return gv_fail(ctx, GV_E_REFUSED, "A26: the destination owns no quantization record");
    }
    if (x->dtype != y->dtype || y->bytes < x->bytes) {
        return gv_fail(ctx, GV_E_ARG, "copy between formats or into a smaller payload");
    }
    void *payload = y->data;
    memmove(payload, x->data, x->bytes);
    *y = *x;
    y->data = payload;
    return GV_OK;
}
