/* S74-S82, S109, S110. */
#include "gv_pointwise.h"

#include "gv_float.h"
#include "gv_quant.h"
#include "gv_round.h"
#include "gv_views.h"

gv_element_fn gv_param_element_fn(gv_call *call, const char *name)
{
    if (gv_param_is(call, name, "sub")) {
        return GV_SUB;
    }
    if (gv_param_is(call, name, "mul")) {
        return GV_MUL;
    }
    return gv_param_is(call, name, "div") ? GV_DIV : GV_ADD;
}

int32_t gv_element_int32(gv_element_fn fn, int32_t a, int32_t b)
{
    switch (fn) {
    case GV_ADD:
        return a + b;
    case GV_SUB:
        return a - b;
    case GV_MUL:
        return a * b;
    case GV_DIV:
        return a / b;
    }
    return 0;
}

float gv_element_float32(gv_element_fn fn, float a, float b)
{
    switch (fn) {
    case GV_ADD:
        return a + b;
    case GV_SUB:
        return a - b;
    case GV_MUL:
        return a * b;
    case GV_DIV:
        return a / b;
    }
    return 0.0f;
}

void gv_scalar_int32(gv_element_fn fn, const int32_t *x, uint32_t count, int32_t c, int32_t *out)
{
    for (uint32_t i = 0; i < count; i++) {
        out[i] = gv_element_int32(fn, x[i], c);
    }
}

void gv_scalar_float32(gv_element_fn fn, const float *x, uint32_t count, float c, float *out)
{
    for (uint32_t i = 0; i < count; i++) {
        out[i] = gv_element_float32(fn, x[i], c);
    }
}

static void run_element(gv_element_fn fn, const gv_tensor *a, uint32_t at_a, const gv_tensor *b,
                        uint32_t at_b, const gv_tensor *out, uint32_t at_out)
{
    if (a->dtype == GV_FLOAT32) {
        gv_f32(out)[at_out] = gv_element_float32(fn, gv_f32(a)[at_a], gv_f32(b)[at_b]);
    } else {
        gv_i32(out)[at_out] = gv_element_int32(fn, gv_i32(a)[at_a], gv_i32(b)[at_b]);
    }
}

static gv_status demand_extents(gv_ctx *ctx, const gv_tensor *a, const gv_tensor *b)
{
    if (a->dtype != b->dtype) {
        return gv_fail(ctx, GV_E_ARG, "operands of different formats");
    }
    if (!gv_same_extents(a, b)) {
        return gv_fail(ctx, GV_E_REFUSED, "A20: logical extents differ");
    }
    return GV_OK;
}

gv_status gv_pointwise(gv_ctx *ctx, gv_element_fn fn, const gv_tensor *a, const gv_tensor *b, gv_tensor *out)
{
    GV_TRY(demand_extents(ctx, a, b));
    if (out->count != a->count || out->dtype != a->dtype) {
        return gv_fail(ctx, GV_E_ARG, "the output does not fit the operands");
    }
    gv_walk wa = gv_walk_start(a);
    gv_walk wb = gv_walk_start(b);
    for (uint32_t i = 0; i < a->count; i++) {
        run_element(fn, a, wa.at, b, wb.at, out, i);
        gv_walk_next(&wa);
        gv_walk_next(&wb);
    }
    return GV_OK;
}

gv_status gv_pointwise_inplace(gv_ctx *ctx, gv_element_fn fn, gv_tensor *a, const gv_tensor *b)
{
    GV_TRY(demand_extents(ctx, a, b));
    gv_walk wa = gv_walk_start(a);
    gv_walk wb = gv_walk_start(b);
    for (uint32_t i = 0; i < a->count; i++) {
        run_element(fn, a, wa.at, b, wb.at, a, wa.at);
        gv_walk_next(&wa);
        gv_walk_next(&wb);
    }
    return GV_OK;
}

static gv_status demand_counts(gv_ctx *ctx, const gv_tensor *a, const gv_tensor *b, const gv_tensor *out)
{
    if (a->count != b->count) {
        return gv_fail(ctx, GV_E_REFUSED, "A20: element counts differ");
    }
    if (out->count != a->count) {
        return gv_fail(ctx, GV_E_ARG, "the output does not fit the operands");
    }
    return GV_OK;
}

static void run_flat(gv_element_fn fn, const gv_tensor *a, const gv_tensor *b, const gv_tensor *out)
{
    for (uint32_t i = 0; i < a->count; i++) {
        gv_i32(out)[i] = gv_element_int32(fn, gv_i32(a)[i], gv_i32(b)[i]);
    }
}

gv_status gv_sym_equal(gv_ctx *ctx, gv_element_fn fn, const gv_tensor *a, const gv_tensor *b, gv_tensor *out)
{
    GV_TRY(demand_counts(ctx, a, b, out));
    run_flat(fn, a, b, out);
    out->scale = a->scale;
    return GV_OK;
}

/* The decoded values of t with its extents and order. */
static gv_status decode_view(gv_ctx *ctx, const gv_tensor *t, gv_tensor *view)
{
    *view = *t;
    view->dtype = GV_FLOAT32;
    view->data = gv_scratch(ctx, (size_t)t->count * sizeof(float));
    if (view->data == NULL) {
        return gv_fail(ctx, GV_E_MEMORY, "no scratch for decoded values");
    }
    for (uint32_t i = 0; i < t->count; i++) {
        gv_f32(view)[i] = gv_decode_symmetric(gv_i32(t)[i], t->scale);
    }
    return GV_OK;
}

gv_status gv_sym_encoded(gv_ctx *ctx, gv_element_fn fn, const gv_tensor *a, const gv_tensor *b,
                         gv_tensor *out)
{
    gv_tensor left;
    gv_tensor right;
    GV_TRY(demand_counts(ctx, a, b, out));
    GV_TRY(decode_view(ctx, a, &left));
    GV_TRY(decode_view(ctx, b, &right));
    GV_TRY(gv_pointwise_inplace(ctx, fn, &left, &right));
    gv_quantize_values(ctx, gv_f32(&left), left.count, out->bits, out->rounding, gv_i32(out), &out->scale);
    return GV_OK;
}

gv_status gv_sym_scaled(gv_ctx *ctx, gv_element_fn fn, const gv_tensor *a, const gv_tensor *b,
                        gv_tensor *out)
{
    GV_TRY(demand_counts(ctx, a, b, out));
    float scale = gv_element_float32(fn, a->scale, b->scale);
    run_flat(fn, a, b, out);
    out->scale = scale;
    return GV_OK;
}

gv_status gv_sym_add_plain(gv_ctx *ctx, gv_tensor *a, const gv_tensor *b)
{
    GV_TRY(demand_counts(ctx, a, b, a));
    for (uint32_t i = 0; i < a->count; i++) {
        int32_t addend = b->dtype == GV_FLOAT32 ? gv_cast_int32(gv_f32(b)[i]) : gv_i32(b)[i];
        gv_i32(a)[i] += addend;
    }
    return GV_OK;
}

void gv_threshold_float32(const float *x, uint32_t count, float b, float alt, float *out)
{
    for (uint32_t i = 0; i < count; i++) {
        out[i] = x[i] < b ? alt : x[i];
    }
}

void gv_threshold_int32(const int32_t *x, uint32_t count, int32_t b, int32_t alt, int32_t *out)
{
    for (uint32_t i = 0; i < count; i++) {
        out[i] = x[i] < b ? alt : x[i];
    }
}

void gv_threshold_sym(const int32_t *x, uint32_t count, float scale, int32_t b, int32_t alt, int32_t *out)
{
    float bound = gv_i2f(b) / scale;
    for (uint32_t i = 0; i < count; i++) {
        out[i] = gv_i2f(x[i]) < bound ? alt : x[i];
    }
}

float gv_sum_float32(const float *x, uint32_t count)
{
    float sum = 0.0f;
    for (uint32_t i = 0; i < count; i++) {
        sum += x[i];
    }
    return sum;
}

int32_t gv_sum_int32(const int32_t *x, uint32_t count)
{
    int32_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += x[i];
    }
    return sum;
}
