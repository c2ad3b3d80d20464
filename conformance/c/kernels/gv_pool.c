/* L18-L23. */
#include "gv_pool.h"

#include <string.h>

#include "gv_float.h"

gv_pool gv_param_pool(gv_call *call, gv_pool_kind kind)
{
    gv_pool pool = {.kind = kind};
    if (kind == GV_POOL_ADAPTIVE) {
        pool.outputs = (uint32_t)gv_param_int(call, "output_size");
    } else {
        pool.window = gv_param_window(call);
    }
    if (kind == GV_POOL_MAX) {
        pool.argmax = gv_need_as(call, "argmax", GV_INT32);
    }
    return pool;
}

/* Rows and lengths of both sides; `in` is the long side, also in the backward. */
typedef struct {
    uint32_t rows;
    uint32_t in_length;
    uint32_t out_length;
    uint64_t pad_left;
} extents;

static gv_status read_extents(gv_ctx *ctx, const gv_pool *pool, const gv_tensor *in, const gv_tensor *out,
                              extents *e)
{
    if (in->rank != 3u || out->rank != 3u) {
        return gv_fail(ctx, GV_E_ARG, "a pool takes tensors of rank 3");
    }
    *e = (extents){.rows = in->dims[0] * in->dims[1], .in_length = in->dims[2], .out_length = out->dims[2]};
    if (pool->kind == GV_POOL_ADAPTIVE) {
        if (pool->outputs == 0u || pool->outputs != e->out_length) {
            return gv_fail(ctx, GV_E_REFUSED, "B6: the output size is 0 or not the output's length");
        }
        return e->in_length == 0u && e->rows > 0u ? gv_fail(ctx, GV_E_REFUSED, "A18: an empty input") : GV_OK;
    }
    if (pool->window.kernel == 0u) {
        return gv_fail(ctx, GV_E_REFUSED, "B6: a window of no taps");
    }
    gv_geometry geometry = gv_window_geometry(&pool->window, e->in_length);
    e->pad_left = geometry.pad_left;
    return geometry.outputs == e->out_length
               ? GV_OK
               : gv_fail(ctx, GV_E_REFUSED, "B6: the output length is not the geometry's");
}

/* The samples of output o of a row: first, distance, count. */
typedef struct {
    uint32_t first;
    uint32_t step;
    uint32_t count;
} cover;

static cover cover_of(const gv_pool *pool, const extents *e, uint32_t o)
{
    cover c;
    if (pool->kind == GV_POOL_ADAPTIVE) {
        c.step = 1u;
        gv_adaptive_window(o, e->in_length, e->out_length, &c.first, &c.count);
        return c;
    }
    gv_slice slice = gv_window_slice(&pool->window, e->in_length, e->pad_left, o);
    return (cover){.first = slice.input, .step = pool->window.dilation, .count = slice.count};
}

/* Value-sum guard: a label in 1..16 and terms below 2^(32 - label). */
static gv_status guard_sum(gv_ctx *ctx, uint32_t bits, uint64_t terms)
{
    if (bits < 1u || bits > 16u || terms >= (uint64_t)1 << (32u - bits)) {
        return gv_fail(ctx, GV_E_REFUSED, "B6: a value sum that may not fit int32");
    }
    return GV_OK;
}

/* Terms that the guard counts. */
static uint32_t forward_terms(const gv_pool *pool, const extents *e)
{
    return pool->kind == GV_POOL_ADAPTIVE ? (e->in_length + pool->outputs - 1u) / pool->outputs + 1u
                                          : pool->window.kernel;
}

static uint64_t backward_terms(const gv_pool *pool, const extents *e)
{
    if (pool->kind != GV_POOL_ADAPTIVE) {
        return (gv_window_span(&pool->window) - 1u) / pool->window.stride + 1u;
    }
    return e->in_length == 0u ? 1u : (pool->outputs + e->in_length - 1u) / e->in_length + 1u;
}

/* L22: sum / n, halves away from zero; mantissas beyond their label may give any sum. */
static int32_t rounded_quotient(int32_t sum, uint32_t n)
{
    uint32_t magnitude = sum < 0 ? 0u - (uint32_t)sum : (uint32_t)sum;
    uint32_t quotient = magnitude / n;
    /* the remainder against n - n/2 avoids a sum beyond uint32 */
    if (magnitude % n >= n - n / 2u) {
        quotient = quotient + 1u;
    }
    return (int32_t)(sum < 0 ? 0u - quotient : quotient);
}

static float folded_scale(const gv_pool *pool, float scale)
{
    return pool->kind == GV_POOL_AVERAGE ? scale / gv_i2f((int32_t)pool->window.kernel) : scale;
}

/* What a float sum over a window is divided by. */
static float float_divisor(const gv_pool *pool, cover c)
{
    return gv_i2f((int32_t)(pool->kind == GV_POOL_AVERAGE ? pool->window.kernel : c.count));
}

static int32_t sum_int32(const int32_t *row, cover c)
{
    int32_t sum = 0;
    for (uint32_t t = 0; t < c.count; t++) {
        sum += row[c.first + t * c.step];
    }
    return sum;
}

static float sum_float(const float *row, cover c)
{
    float sum = 0.0f;
    for (uint32_t t = 0; t < c.count; t++) {
        sum = sum + row[c.first + t * c.step];
    }
    return sum;
}

static void average_one(const gv_pool *pool, const gv_tensor *x, uint32_t row, cover c, gv_tensor *raw,
                        uint32_t to)
{
    if (raw->dtype == GV_FLOAT32) {
        gv_f32(raw)[to] = sum_float(gv_f32(x) + row, c) / float_divisor(pool, c);
        return;
    }
    int32_t sum = sum_int32(gv_i32(x) + row, c);
    gv_i32(raw)[to] = pool->kind == GV_POOL_ADAPTIVE ? rounded_quotient(sum, c.count) : sum;
}

/* First strict maximum; a window without taps, or of NaN and -infinity only, has position -1. */
static void maximum_one(const gv_tensor *x, uint32_t row, cover c, gv_tensor *raw, uint32_t to,
                        int32_t *position)
{
    *position = -1;
    if (raw->dtype == GV_FLOAT32) {
        float best = c.count == 0u ? 0.0f : -GV_INFINITY;
        for (uint32_t t = 0; t < c.count; t++) {
            float value = gv_f32(x)[row + c.first + t * c.step];
            if (value > best) {
                best = value;
                *position = (int32_t)(c.first + t * c.step);
            }
        }
        gv_f32(raw)[to] = best;
        return;
    }
    int32_t best = 0;
    for (uint32_t t = 0; t < c.count; t++) {
        int32_t value = gv_i32(x)[row + c.first + t * c.step];
        if (t == 0u || value > best) {
            best = value;
            *position = (int32_t)(c.first + t * c.step);
        }
    }
    gv_i32(raw)[to] = best;
}

/* L18, L19: refuses (B6) positions of another length; fewer of them than windows do not fit the call. */
static gv_status guard_argmax(gv_ctx *ctx, const gv_pool *pool, uint32_t windows, uint32_t length)
{
    if (pool->argmax->rank != 3u) {
        return gv_fail(ctx, GV_E_ARG, "a pool takes tensors of rank 3");
    }
    if (pool->argmax->dims[2] != length) {
        return gv_fail(ctx, GV_E_REFUSED, "B6: the argmax buffer has another length");
    }
    return pool->argmax->count < windows ? gv_fail(ctx, GV_E_ARG, "the argmax buffer is too small") : GV_OK;
}

/* What a forward kernel is given: the pool and where positions go. */
typedef struct {
    const gv_pool *pool;
    int32_t *positions;
} forward_data;

static gv_status forward_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    const forward_data *given = data;
    const gv_pool *pool = given->pool;
    const gv_tensor *x = operands[0];
    extents e;
    GV_TRY(read_extents(ctx, pool, x, raw, &e));
    if (pool->kind == GV_POOL_MAX) {
        GV_TRY(guard_argmax(ctx, pool, e.rows * e.out_length, e.out_length));
    }
    if (pool->kind != GV_POOL_MAX && raw->dtype == GV_SYM_INT32) {
        GV_TRY(guard_sum(ctx, x->bits, forward_terms(pool, &e)));
    }
    for (uint32_t r = 0; r < e.rows; r++) {
        for (uint32_t o = 0; o < e.out_length; o++) {
            cover c = cover_of(pool, &e, o);
            uint32_t to = r * e.out_length + o;
            if (pool->kind == GV_POOL_MAX) {
                maximum_one(x, r * e.in_length, c, raw, to, &given->positions[to]);
            } else {
                average_one(pool, x, r * e.in_length, c, raw, to);
            }
        }
    }
    if (raw->dtype == GV_SYM_INT32) {
        raw->scale = folded_scale(pool, x->scale);
    }
    return GV_OK;
}

static gv_status forward_through_funnel(gv_ctx *ctx, forward_data *data, const gv_tensor *x,
                                        gv_arithmetic arithmetic, gv_tensor *y)
{
    return gv_execute_op(ctx, forward_kernel, data, &x, 1u, arithmetic, GV_OUT_WRITE, y);
}

/* The positions, one for every window of x, wait in scratch until nothing can be refused any more. */
static gv_status max_forward(gv_ctx *ctx, const gv_pool *pool, const gv_tensor *x, gv_arithmetic arithmetic,
                             gv_tensor *y)
{
    gv_tensor *argmax = pool->argmax;
    if (argmax->rank != 3u || x->rank != 3u || y->rank != 3u) {
        return gv_fail(ctx, GV_E_ARG, "a pool takes tensors of rank 3");
    }
    uint32_t windows = x->dims[0] * x->dims[1] * y->dims[2];
    forward_data data = {.pool = pool, .positions = gv_scratch(ctx, (size_t)windows * sizeof(int32_t))};
    if (data.positions == NULL) {
        return gv_fail(ctx, GV_E_MEMORY, "the positions of a pool do not fit the scratch arena");
    }
    GV_TRY(forward_through_funnel(ctx, &data, x, arithmetic, y));
    memcpy(argmax->data, data.positions, (size_t)windows * sizeof(int32_t));
    return GV_OK;
}

gv_status gv_pool_forward(gv_ctx *ctx, const gv_pool *pool, const gv_tensor *x, gv_arithmetic arithmetic,
                          gv_tensor *y)
{
    if (pool->kind == GV_POOL_MAX) {
        return max_forward(ctx, pool, x, arithmetic, y);
    }
    forward_data data = {.pool = pool, .positions = NULL};
    return forward_through_funnel(ctx, &data, x, arithmetic, y);
}

/* dy of one window into its samples. */
static void spread_one(const gv_pool *pool, const gv_tensor *dy, uint32_t from, cover c, gv_tensor *dx,
                       uint32_t row)
{
    if (dx->dtype == GV_FLOAT32) {
        float *values = gv_f32(dx) + row;
        float share = gv_f32(dy)[from] / float_divisor(pool, c);
        for (uint32_t t = 0; t < c.count; t++) {
            uint32_t at = c.first + t * c.step;
            values[at] = values[at] + share;
        }
        return;
    }
    int32_t *values = gv_i32(dx) + row;
    int32_t share = gv_i32(dy)[from];
    if (pool->kind == GV_POOL_ADAPTIVE) {
        share = rounded_quotient(share, c.count);
    }
    for (uint32_t t = 0; t < c.count; t++) {
        values[c.first + t * c.step] += share;
    }
}

/* dy of one window to the position of its maximum; a position beyond dx is undefined and dropped. */
static void send_one(const gv_pool *pool, const gv_tensor *dy, uint32_t from, gv_tensor *dx, uint32_t row)
{
    int32_t position = gv_i32(pool->argmax)[from];
    if (position < 0) {
        return;
    }
    uint32_t at = row + (uint32_t)position;
    if (at >= dx->count) {
        return;
    }
    if (dx->dtype == GV_FLOAT32) {
        gv_f32(dx)[at] = gv_f32(dx)[at] + gv_f32(dy)[from];
    } else {
        gv_i32(dx)[at] += gv_i32(dy)[from];
    }
}

/* L19, L21, L23 in either arithmetic: dx is overwritten. */
static gv_status backward_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *dx, void *data)
{
    const gv_pool *pool = data;
    const gv_tensor *dy = operands[0];
    extents e;
    if (dy->rank != 3u) {
        return gv_fail(ctx, GV_E_ARG, "a pool takes tensors of rank 3");
    }
    GV_TRY(pool->kind == GV_POOL_MAX ? guard_argmax(ctx, pool, dy->count, dy->dims[2]) : GV_OK);
    GV_TRY(read_extents(ctx, pool, dx, dy, &e));
    if (dx->dtype == GV_SYM_INT32) {
        GV_TRY(guard_sum(ctx, dy->bits, backward_terms(pool, &e)));
    }
    memset(dx->data, 0, dx->bytes);
    for (uint32_t r = 0; r < e.rows; r++) {
        for (uint32_t o = 0; o < e.out_length; o++) {
            uint32_t from = r * e.out_length + o;
            if (pool->kind == GV_POOL_MAX) {
                send_one(pool, dy, from, dx, r * e.in_length);
            } else {
                spread_one(pool, dy, from, cover_of(pool, &e, o), dx, r * e.in_length);
            }
        }
    }
    if (dx->dtype == GV_SYM_INT32) {
        dx->scale = folded_scale(pool, dy->scale);
    }
    return GV_OK;
}

gv_status gv_pool_backward(gv_ctx *ctx, const gv_pool *pool, const gv_tensor *dy, gv_arithmetic arithmetic,
                           gv_tensor *dx)
{
    gv_pool given = *pool;
    if (arithmetic.type == GV_ARITH_SYM_INT32) {
        return gv_execute_op(ctx, backward_kernel, &given, &dy, 1u, arithmetic, GV_OUT_WRITE, dx);
    }
    if (dy->dtype != GV_FLOAT32 || dx->dtype != GV_FLOAT32) {
        return gv_fail(ctx, GV_E_ARG, "a FLOAT32 pool backward takes FLOAT32 wires");
    }
    return backward_kernel(ctx, &dy, dx, &given);
}
