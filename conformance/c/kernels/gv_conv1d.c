/* S91-S94, L7, L8, L11. */
#include "gv_conv1d.h"

#include <string.h>

#include "gv_contract.h"
#include "gv_conv1d_dot.h"
#include "gv_seed.h"

/* Loop bounds; `in` is what is read beside the weights, `out` what has the other channels. */
typedef struct {
    uint32_t batch;
    uint32_t in_channels;
    uint32_t out_channels;
    uint32_t in_length;
    uint32_t out_length;
    uint64_t pad_left;
    uint32_t groups;
} extents;

/* Elements of one multiply-accumulate. */
typedef struct {
    uint32_t x;
    uint32_t w;
    uint32_t y;
} element;

gv_conv gv_param_conv(gv_call *call, bool scatter)
{
    return (gv_conv){
        .window = gv_param_window(call),
        .groups = (uint32_t)gv_param_int(call, "groups"),
        .output_padding = scatter ? (uint32_t)gv_param_int(call, "output_padding") : 0u,
    };
}

static gv_status read_extents(gv_ctx *ctx, const gv_conv *conv, const gv_tensor *x, const gv_tensor *y,
                              extents *e)
{
    if (x->rank != 3u || y->rank != 3u) {
        return gv_fail(ctx, GV_E_ARG, "a convolution takes tensors of rank 3");
    }
    *e = (extents){
        .batch = x->dims[0],
        .in_channels = x->dims[1],
        .out_channels = y->dims[1],
        .in_length = x->dims[2],
        .out_length = y->dims[2],
        .pad_left = 0,
        .groups = conv->groups,
    };
    uint32_t groups = conv->groups;
    if (groups == 0u || e->in_channels % groups != 0u || e->out_channels % groups != 0u) {
        return gv_fail(ctx, GV_E_REFUSED, "A17: the groups do not divide the channels");
    }
    return GV_OK;
}

static gv_status gather_extents(gv_ctx *ctx, const gv_conv *conv, const gv_tensor *x, const gv_tensor *y,
                                extents *e)
{
    GV_TRY(read_extents(ctx, conv, x, y, e));
    gv_geometry geometry = gv_window_geometry(&conv->window, e->in_length);
    e->pad_left = geometry.pad_left;
    return geometry.outputs == e->out_length
               ? GV_OK
               : gv_fail(ctx, GV_E_REFUSED, "A17: the output length is not the geometry's");
}

gv_status gv_guard_output_padding(gv_ctx *ctx, const gv_conv *conv)
{
    const gv_window *w = &conv->window;
    uint32_t most = w->stride > w->dilation ? w->stride : w->dilation;
    if (conv->output_padding != 0u && conv->output_padding >= most) {
        return gv_fail(ctx, GV_E_REFUSED, "A17: the output padding is not below stride and dilation");
    }
    return GV_OK;
}

static gv_status scatter_extents(gv_ctx *ctx, const gv_conv *conv, const gv_tensor *x, const gv_tensor *y,
                                 extents *e)
{
    gv_status status = read_extents(ctx, conv, x, y, e);
    GV_TRY(status);
    const gv_window *w = &conv->window;
    if (w->padding == GV_PAD_VALID) {
        status = gv_guard_output_padding(ctx, conv);
        uint64_t length =
            (uint64_t)(e->in_length - 1u) * w->stride + gv_window_span(w) + conv->output_padding;
        if (status == GV_OK && length != e->out_length) {
            status = gv_fail(ctx, GV_E_REFUSED, "A17: the output length is not the scatter's");
        }
        return status;
    }
    gv_geometry geometry = gv_window_geometry(w, e->out_length);
    e->pad_left = geometry.pad_left;
    if (conv->output_padding != 0u || geometry.outputs != e->in_length) {
        return gv_fail(ctx, GV_E_REFUSED, "A17: the padded output does not fit the input");
    }
    return GV_OK;
}

/* Seeds of all output channels into scratch; *seeds stays NULL without a bias. */
static gv_status make_seeds(gv_ctx *ctx, const gv_tensor *bias, float scale, int32_t **seeds)
{
    *seeds = NULL;
    if (bias == NULL) {
        return GV_OK;
    }
    int32_t *made = gv_scratch(ctx, (size_t)bias->count * sizeof *made);
    if (made == NULL) {
        return gv_fail(ctx, GV_E_MEMORY, "the bias seeds do not fit the scratch arena");
    }
    for (uint32_t c = 0; c < bias->count; c++) {
        GV_TRY(gv_rescale_bias(ctx, gv_i32(bias)[c], bias->scale, scale, bias->rounding, &made[c]));
    }
    *seeds = made;
    return GV_OK;
}

/* What a tap adds to: an output (S91-S94) or a weight gradient (L7, L11). */
typedef struct {
    const gv_tensor *a;
    const gv_tensor *b;
    gv_tensor *sums;
    bool to_weight;
} product;

/* The loops below are compiled once for each kind of product, so that no term asks for its kind. */
#if defined(__GNUC__)
#define GV_PER_KIND static inline __attribute__((always_inline))
#else
#define GV_PER_KIND static inline
#endif

GV_PER_KIND void add_term(const product *p, element at, bool to_weight, bool floats)
{
    uint32_t b = to_weight ? at.y : at.w;
    uint32_t to = to_weight ? at.w : at.y;
    if (floats) {
        float *sums = gv_f32(p->sums);
        sums[to] = sums[to] + gv_f32(p->a)[at.x] * gv_f32(p->b)[b];
    } else {
        int32_t *sums = gv_i32(p->sums);
        sums[to] += gv_i32(p->a)[at.x] * gv_i32(p->b)[b];
    }
}

/* The taps of one window in one channel. */
GV_PER_KIND void gather_slice(const product *p, element at, uint32_t count, uint32_t dilation, bool to_weight,
                              bool floats)
{
    if (to_weight) {
        for (uint32_t t = 0; t < count; t++, at.x += dilation, at.w++) {
            add_term(p, at, true, floats);
        }
    } else if (floats) {
        float sum = gv_f32(p->sums)[at.y];
        for (uint32_t t = 0; t < count; t++, at.x += dilation, at.w++) {
            sum = sum + gv_f32(p->a)[at.x] * gv_f32(p->b)[at.w];
        }
        gv_f32(p->sums)[at.y] = sum;
    } else {
        int32_t sum = gv_i32(p->sums)[at.y];
        for (uint32_t t = 0; t < count; t++, at.x += dilation, at.w++) {
            sum += gv_i32(p->a)[at.x] * gv_i32(p->b)[at.w];
        }
        gv_i32(p->sums)[at.y] = sum;
    }
}

/* Order: b, output channel, position, input channel of the group, tap. */
GV_PER_KIND void gather_terms(const gv_conv *conv, const extents *e, const product *p, bool to_weight,
                              bool floats)
{
    const gv_window *w = &conv->window;
    uint32_t in_per = e->in_channels / e->groups;
    uint32_t out_per = e->out_channels / e->groups;
    element at = {.y = 0};
    for (uint32_t b = 0; b < e->batch; b++) {
        for (uint32_t oc = 0; oc < e->out_channels; oc++) {
            uint32_t first_in = oc / out_per * in_per;
            for (uint32_t o = 0; o < e->out_length; o++, at.y++) {
                gv_slice slice = gv_window_slice(w, e->in_length, e->pad_left, o);
                for (uint32_t i = 0; i < in_per; i++) {
                    at.x = (b * e->in_channels + first_in + i) * e->in_length + slice.input;
                    at.w = (oc * in_per + i) * w->kernel + slice.tap;
                    gather_slice(p, at, slice.count, w->dilation, to_weight, floats);
                }
            }
        }
    }
}

/* All taps of one input element into the rows of its group. */
GV_PER_KIND void scatter_one(const gv_conv *conv, const extents *e, const product *p, element at, uint32_t b,
                             uint32_t ic, uint32_t pos, bool to_weight, bool floats)
{
    const gv_window *w = &conv->window;
    uint32_t in_per = e->in_channels / e->groups;
    uint32_t out_per = e->out_channels / e->groups;
    uint32_t first_out = ic / in_per * out_per;
    gv_slice slice = gv_window_slice(w, e->out_length, e->pad_left, pos);
    for (uint32_t c = 0; c < out_per; c++) {
        at.y = (b * e->out_channels + first_out + c) * e->out_length + slice.input;
        at.w = (ic * out_per + c) * w->kernel + slice.tap;
        for (uint32_t t = 0; t < slice.count; t++, at.y += w->dilation, at.w++) {
            add_term(p, at, to_weight, floats);
        }
    }
}

/* Order: b, input channel, position, output channel of the group, tap. */
GV_PER_KIND void scatter_terms(const gv_conv *conv, const extents *e, const product *p, bool to_weight,
                               bool floats)
{
    element at = {.x = 0};
    for (uint32_t b = 0; b < e->batch; b++) {
        for (uint32_t ic = 0; ic < e->in_channels; ic++) {
            for (uint32_t pos = 0; pos < e->in_length; pos++, at.x++) {
                scatter_one(conv, e, p, at, b, ic, pos, to_weight, floats);
            }
        }
    }
}

static void gather(gv_ctx *ctx, const gv_conv *conv, const extents *e, const product *p)
{
    if (p->sums->dtype == GV_FLOAT32 && p->to_weight) {
        gather_terms(conv, e, p, true, true);
    } else if (p->sums->dtype == GV_FLOAT32) {
        gather_terms(conv, e, p, false, true);
    } else if (p->to_weight) {
        if (!gv_conv1d_dot_weight(ctx, conv, e->pad_left, p->a, p->b, p->sums)) {
            gather_terms(conv, e, p, true, false);
        }
    } else if (!gv_conv1d_dot_gather(ctx, conv, e->pad_left, p->a, p->b, p->sums)) {
        gather_terms(conv, e, p, false, false);
    }
}

static void scatter(gv_ctx *ctx, const gv_conv *conv, const extents *e, const product *p)
{
    if (p->sums->dtype == GV_FLOAT32 && p->to_weight) {
        scatter_terms(conv, e, p, true, true);
    } else if (p->sums->dtype == GV_FLOAT32) {
        scatter_terms(conv, e, p, false, true);
    } else if (p->to_weight) {
        if (!gv_conv1d_dot_weight(ctx, conv, e->pad_left, p->b, p->a, p->sums)) {
            scatter_terms(conv, e, p, true, false);
        }
    } else if (!gv_conv1d_dot_scatter(ctx, conv, e->pad_left, p->a, p->b, p->sums)) {
        scatter_terms(conv, e, p, false, false);
    }
}

/* Every element of y to the starting value of its channel, or to 0. */
static void fill_channels(gv_tensor *y, const extents *e, const gv_tensor *bias, const int32_t *seeds)
{
    uint32_t rows = e->batch * e->out_channels;
    memset(y->data, 0, (size_t)rows * e->out_length * sizeof(int32_t));
    for (uint32_t row = 0; row < rows; row++) {
        uint32_t channel = row % e->out_channels;
        uint32_t first = row * e->out_length;
        for (uint32_t i = first; i < first + e->out_length; i++) {
            if (seeds != NULL) {
                gv_i32(y)[i] = seeds[channel];
            } else if (bias != NULL) {
                gv_f32(y)[i] = gv_f32(bias)[channel];
            }
        }
    }
}

gv_status gv_conv1d(gv_ctx *ctx, const gv_conv *conv, const gv_tensor *x, const gv_tensor *weight,
                    const gv_tensor *bias, gv_tensor *y)
{
    extents e;
    float scale = x->scale * weight->scale;
    int32_t *seeds = NULL;
    GV_TRY(gather_extents(ctx, conv, x, y, &e));
    if (y->dtype == GV_SYM_INT32) {
        GV_TRY(make_seeds(ctx, bias, scale, &seeds));
    }
    fill_channels(y, &e, bias, seeds);
    const product p = {.a = x, .b = weight, .sums = y, .to_weight = false};
    gather(ctx, conv, &e, &p);
    if (y->dtype == GV_SYM_INT32) {
        y->scale = scale;
    }
    return GV_OK;
}

/* The bias of each channel, ascending, at every batch item and position. */
static void add_bias(gv_tensor *y, const extents *e, const gv_tensor *bias, const int32_t *seeds)
{
    for (uint32_t c = 0; c < e->out_channels; c++) {
        for (uint32_t b = 0; b < e->batch; b++) {
            uint32_t first = (b * e->out_channels + c) * e->out_length;
            for (uint32_t i = first; i < first + e->out_length; i++) {
                if (seeds != NULL) {
                    gv_i32(y)[i] += seeds[c];
                } else {
                    gv_f32(y)[i] = gv_f32(y)[i] + gv_f32(bias)[c];
                }
            }
        }
    }
}

gv_status gv_conv1d_transposed(gv_ctx *ctx, const gv_conv *conv, const gv_tensor *x, const gv_tensor *weight,
                               const gv_tensor *bias, gv_tensor *y)
{
    extents e;
    float scale = x->scale * weight->scale;
    int32_t *seeds = NULL;
    GV_TRY(scatter_extents(ctx, conv, x, y, &e));
    if (y->dtype == GV_SYM_INT32) {
        GV_TRY(make_seeds(ctx, bias, scale, &seeds));
    }
    memset(y->data, 0, y->bytes);
    const product p = {.a = x, .b = weight, .sums = y, .to_weight = false};
    scatter(ctx, conv, &e, &p);
    if (bias != NULL) {
        add_bias(y, &e, bias, seeds);
    }
    if (y->dtype == GV_SYM_INT32) {
        y->scale = scale;
    }
    return GV_OK;
}

/* Without the funnel, dw of floats is the gradient itself, to which products are added. */
static void start_weight_grad(const gv_ctx *ctx, const gv_tensor *x, const gv_tensor *dy, gv_tensor *dw)
{
    if (dw->dtype != GV_FLOAT32 || ctx->contract->backward == GV_BACKWARD_FUNNEL) {
        memset(dw->data, 0, dw->bytes);
    }
    if (dw->dtype == GV_SYM_INT32) {
        dw->scale = x->scale * dy->scale;
    }
}

gv_status gv_conv1d_weight_grad(gv_ctx *ctx, const gv_conv *conv, const gv_tensor *x, const gv_tensor *dy,
                                gv_tensor *dw)
{
    extents e;
    GV_TRY(gather_extents(ctx, conv, x, dy, &e));
    start_weight_grad(ctx, x, dy, dw);
    const product p = {.a = x, .b = dy, .sums = dw, .to_weight = true};
    gather(ctx, conv, &e, &p);
    return GV_OK;
}

gv_status gv_conv1d_transposed_weight_grad(gv_ctx *ctx, const gv_conv *conv, const gv_tensor *x,
                                           const gv_tensor *dy, gv_tensor *dw)
{
    extents e;
    GV_TRY(scatter_extents(ctx, conv, x, dy, &e));
    start_weight_grad(ctx, x, dy, dw);
    const product p = {.a = x, .b = dy, .sums = dw, .to_weight = true};
    scatter(ctx, conv, &e, &p);
    return GV_OK;
}

void gv_channel_sums(const gv_tensor *dy, gv_tensor *db)
{
    memset(db->data, 0, db->bytes);
    for (uint32_t row = 0; row < dy->dims[0] * dy->dims[1]; row++) {
        uint32_t c = row % dy->dims[1];
        uint32_t first = row * dy->dims[2];
        for (uint32_t i = first; i < first + dy->dims[2]; i++) {
            if (db->dtype == GV_FLOAT32) {
                gv_f32(db)[c] = gv_f32(db)[c] + gv_f32(dy)[i];
            } else {
                gv_i32(db)[c] += gv_i32(dy)[i];
            }
        }
    }
    if (db->dtype == GV_SYM_INT32) {
        db->scale = dy->scale;
    }
}
