/* S91, S93, L7, L11 from packed operands. */
#include "gv_conv1d_dot.h"

#include "gv_dot.h"

/* Loop bounds of one group. */
typedef struct {
    uint32_t batch;
    uint32_t wide_channels;
    uint32_t wide_length;
    uint32_t narrow_channels;
    uint32_t positions;
    uint32_t wide_per;
    uint32_t narrow_per;
    uint32_t kernel;
} bounds;

static bounds bounds_of(const gv_conv *conv, const gv_tensor *wide, const gv_tensor *narrow)
{
    return (bounds){
        .batch = wide->dims[0],
        .wide_channels = wide->dims[1],
        .wide_length = wide->dims[2],
        .narrow_channels = narrow->dims[1],
        .positions = narrow->dims[2],
        .wide_per = wide->dims[1] / conv->groups,
        .narrow_per = narrow->dims[1] / conv->groups,
        .kernel = conv->window.kernel,
    };
}

/* Whether a tap of the window at `position` stands inside the wide side, and where. */
static bool find_tap(const gv_conv *conv, const bounds *n, uint64_t pad_left, uint32_t position, uint32_t tap,
                     uint32_t *place)
{
    uint64_t at = (uint64_t)position * conv->window.stride + (uint64_t)tap * conv->window.dilation;
    if (at < pad_left || at - pad_left >= n->wide_length) {
        return false;
    }
    *place = (uint32_t)(at - pad_left);
    return true;
}

/* A row of zeros gets the taps of one window, for every channel of the group. */
static void pack_window(const gv_conv *conv, const bounds *n, uint64_t pad_left, const int32_t *channels,
                        uint32_t position, int16_t *row)
{
    for (uint32_t tap = 0; tap < n->kernel; tap++) {
        uint32_t place = 0;
        bool inside = find_tap(conv, n, pad_left, position, tap, &place);
        for (uint32_t i = 0; i < n->wide_per; i++) {
            int32_t value = inside ? channels[(size_t)i * n->wide_length + place] : 0;
            row[(size_t)i * n->kernel + tap] = (int16_t)value;
        }
    }
}

bool gv_conv1d_dot_gather(gv_ctx *ctx, const gv_conv *conv, uint64_t pad_left, const gv_tensor *wide,
                          const gv_tensor *weight, gv_tensor *narrow)
{
    const bounds n = bounds_of(conv, wide, narrow);
    const uint32_t terms = n.wide_per * n.kernel;
    gv_dot dot;
    if (!gv_dot_applies(gv_i32(wide), wide->count, gv_i32(weight), weight->count, terms, &dot)) {
        return false;
    }
    size_t mark = ctx->scratch.used;
    int16_t *weights = gv_dot_rows(ctx, &dot, n.narrow_channels);
    int16_t *row = gv_dot_rows(ctx, &dot, 1);
    bool fits = weights != NULL && row != NULL;
    for (uint32_t v = 0; fits && v < n.narrow_channels; v++) {
        gv_dot_pack(weights + (size_t)v * dot.stride, gv_i32(weight) + (size_t)v * terms, terms, 1);
    }
    for (uint32_t b = 0; fits && b < n.batch; b++) {
        for (uint32_t g = 0; g < conv->groups; g++) {
            const int32_t *channels =
                gv_i32(wide) + ((size_t)b * n.wide_channels + g * n.wide_per) * n.wide_length;
            size_t first = (size_t)g * n.narrow_per;
            int32_t *sums = gv_i32(narrow) + ((size_t)b * n.narrow_channels + first) * n.positions;
            for (uint32_t o = 0; o < n.positions; o++) {
                pack_window(conv, &n, pad_left, channels, o, row);
                gv_dot_add(&dot, row, weights + first * dot.stride, n.narrow_per, sums + o, n.positions);
            }
        }
    }
    ctx->scratch.used = mark;
    return fits;
}

/* Rows of weights by group, tap and wide channel: what one value of the wide side is multiplied with. */
static void pack_columns(const gv_conv *conv, const bounds *n, const gv_dot *dot, const int32_t *weight,
                         int16_t *rows)
{
    const uint32_t step = n->wide_per * n->kernel;
    for (uint32_t g = 0; g < conv->groups; g++) {
        for (uint32_t tap = 0; tap < n->kernel; tap++) {
            for (uint32_t u = 0; u < n->wide_per; u++, rows += dot->stride) {
                size_t first = (size_t)g * n->narrow_per * step + (size_t)u * n->kernel + tap;
                gv_dot_pack(rows, weight + first, n->narrow_per, step);
            }
        }
    }
}

bool gv_conv1d_dot_scatter(gv_ctx *ctx, const gv_conv *conv, uint64_t pad_left, const gv_tensor *narrow,
                           const gv_tensor *weight, gv_tensor *wide)
{
    const bounds n = bounds_of(conv, wide, narrow);
    gv_dot dot;
    if (!gv_dot_applies(gv_i32(narrow), narrow->count, gv_i32(weight), weight->count, n.narrow_per, &dot)) {
        return false;
    }
    size_t mark = ctx->scratch.used;
    int16_t *weights = gv_dot_rows(ctx, &dot, n.kernel * n.wide_channels);
    int16_t *row = gv_dot_rows(ctx, &dot, 1);
    bool fits = weights != NULL && row != NULL;
    if (fits) {
        pack_columns(conv, &n, &dot, gv_i32(weight), weights);
    }
    for (uint32_t at = 0; fits && at < n.batch * conv->groups * n.positions; at++) {
        uint32_t position = at % n.positions;
        size_t item = at / n.positions; /* batch and group */
        size_t g = item % conv->groups;
        gv_dot_pack(row, gv_i32(narrow) + item * n.narrow_per * n.positions + position, n.narrow_per,
                    n.positions);
        int32_t *channels = gv_i32(wide) + item * n.wide_per * n.wide_length;
        for (uint32_t tap = 0; tap < n.kernel; tap++) {
            uint32_t place = 0;
            if (find_tap(conv, &n, pad_left, position, tap, &place)) {
                const int16_t *rows = weights + (g * n.kernel + tap) * n.wide_per * dot.stride;
                gv_dot_add(&dot, row, rows, n.wide_per, channels + place, n.wide_length);
            }
        }
    }
    ctx->scratch.used = mark;
    return fits;
}

/* All values that one weight is multiplied with, batch items one after another; zeros where a tap is outside. */
static void pack_tap(const gv_conv *conv, const bounds *n, uint64_t pad_left, const int32_t *wide,
                     uint32_t channel, uint32_t tap, int16_t *row)
{
    for (uint32_t o = 0; o < n->positions; o++) {
        uint32_t place = 0;
        bool inside = find_tap(conv, n, pad_left, o, tap, &place);
        for (uint32_t b = 0; b < n->batch; b++) {
            size_t at = ((size_t)b * n->wide_channels + channel) * n->wide_length + place;
            row[(size_t)b * n->positions + o] = (int16_t)(inside ? wide[at] : 0);
        }
    }
}

bool gv_conv1d_dot_weight(gv_ctx *ctx, const gv_conv *conv, uint64_t pad_left, const gv_tensor *wide,
                          const gv_tensor *narrow, gv_tensor *weight)
{
    const bounds n = bounds_of(conv, wide, narrow);
    gv_dot dot;
    if (!gv_dot_applies(gv_i32(wide), wide->count, gv_i32(narrow), narrow->count, n.batch * n.positions,
                        &dot)) {
        return false;
    }
    size_t mark = ctx->scratch.used;
    int16_t *losses = gv_dot_rows(ctx, &dot, n.narrow_channels);
    int16_t *row = gv_dot_rows(ctx, &dot, 1);
    bool fits = losses != NULL && row != NULL;
    for (uint32_t at = 0; fits && at < n.batch * n.narrow_channels; at++) {
        uint32_t b = at / n.narrow_channels;
        int16_t *to = losses + (size_t)(at % n.narrow_channels) * dot.stride + (size_t)b * n.positions;
        gv_dot_pack(to, gv_i32(narrow) + (size_t)at * n.positions, n.positions, 1);
    }
    for (uint32_t u = 0; fits && u < n.wide_channels; u++) {
        size_t first = (size_t)(u / n.wide_per) * n.narrow_per;
        uint32_t within = u % n.wide_per;
        for (uint32_t tap = 0; tap < n.kernel; tap++) {
            size_t at = (first * n.wide_per + within) * n.kernel + tap;
            pack_tap(conv, &n, pad_left, gv_i32(wide), u, tap, row);
            gv_dot_add(&dot, row, losses + first * dot.stride, n.narrow_per, gv_i32(weight) + at,
                       n.wide_per * n.kernel);
        }
    }
    ctx->scratch.used = mark;
    return fits;
}
