/* S83-S87. */
#include "gv_matmul.h"

#include "gv_contract.h"
#include "gv_dot.h"
#include "gv_seed.h"

/* Extent and element stride of one logical axis (S3). */
typedef struct {
    uint32_t extent;
    uint32_t stride;
} axis_view;

static axis_view view_axis(const gv_tensor *t, uint32_t logical)
{
    axis_view view = {.extent = 1, .stride = 0};
    uint32_t stride = 1;
    for (uint32_t left = t->rank; left > 0u; left--) {
        uint32_t physical = left - 1u;
        if (t->order[physical] == logical) {
            view.extent = t->dims[physical];
            view.stride = stride;
        }
        stride *= t->dims[physical];
    }
    return view;
}

gv_tensor gv_transpose_view(const gv_tensor *t)
{
    gv_tensor view = *t;
    if (t->rank >= 2u) {
        uint8_t held = view.order[t->rank - 1u];
        view.order[t->rank - 1u] = view.order[t->rank - 2u];
        view.order[t->rank - 2u] = held;
    }
    return view;
}

gv_status gv_plan_product(gv_ctx *ctx, const gv_tensor *a, const gv_tensor *b, gv_product *plan)
{
    if (a->rank > 2u || b->rank > 2u) {
        return gv_fail(ctx, GV_E_REFUSED, "A16: matmul takes at most two axes");
    }
    if (a->rank == 0u || b->rank == 0u) {
        return gv_fail(ctx, GV_E_ARG, "matmul of a scalar");
    }
    axis_view none = {.extent = 1, .stride = 0};
    axis_view a_row = a->rank == 2u ? view_axis(a, 0) : none;
    axis_view a_inner = view_axis(a, a->rank == 2u ? 1u : 0u);
    axis_view b_inner = view_axis(b, 0);
    axis_view b_col = b->rank == 2u ? view_axis(b, 1) : none;
    if (a_inner.extent != b_inner.extent) {
        return gv_fail(ctx, GV_E_REFUSED, "A16: the inner extents of matmul differ");
    }
    *plan = (gv_product){
        .rows = a_row.extent,
        .inner = a_inner.extent,
        .cols = b_col.extent,
        .a_row = a_row.stride,
        .a_inner = a_inner.stride,
        .b_inner = b_inner.stride,
        .b_col = b_col.stride,
    };
    return GV_OK;
}

void gv_multiply_int32(const gv_product *plan, const int32_t *a, const int32_t *b, const int32_t *seeds,
                       int32_t *out)
{
    const uint32_t inner = plan->inner;
    const size_t a_step = plan->a_inner;
    const size_t b_step = plan->b_inner;
    for (uint32_t row = 0; row < plan->rows; row++) {
        const int32_t *a_row = a + (size_t)row * plan->a_row;
        for (uint32_t col = 0; col < plan->cols; col++) {
            const int32_t *b_col = b + (size_t)col * plan->b_col;
            int32_t acc = seeds == NULL ? 0 : seeds[col];
            size_t at_a = 0;
            size_t at_b = 0;
            for (uint32_t k = 0; k < inner; k++, at_a += a_step, at_b += b_step) {
                acc += a_row[at_a] * b_col[at_b];
            }
            out[(size_t)row * plan->cols + col] = acc;
        }
    }
}

void gv_multiply_float32(const gv_product *plan, const float *a, const float *b, const float *bias,
                         float *out)
{
    for (uint32_t row = 0; row < plan->rows; row++) {
        const float *a_row = a + (size_t)row * plan->a_row;
        for (uint32_t col = 0; col < plan->cols; col++) {
            const float *b_col = b + (size_t)col * plan->b_col;
            float acc = bias == NULL ? 0.0f : bias[col];
            for (uint32_t k = 0; k < plan->inner; k++) {
                acc = acc + a_row[(size_t)k * plan->a_inner] * b_col[(size_t)k * plan->b_inner];
            }
            out[(size_t)row * plan->cols + col] = acc;
        }
    }
}

/*
 * Whether packing costs less than it saves: a value is packed once, for about two products, and is
 * a factor of as many products as the other operand has rows or columns; a row of few terms is mostly zeros.
 * A layer that sees one sample has a single row, so that no weight is used twice.
 */
static bool packing_pays(const gv_product *plan)
{
    const uint64_t products = (uint64_t)plan->rows * plan->cols;
    const uint64_t packed = 2u * ((uint64_t)plan->rows + plan->cols);
    return products >= packed && plan->inner >= GV_DOT_TERMS_MIN;
}

/* The same sums from packed operands, where that applies; false if not, with out as it was. */
static bool multiply_narrow(gv_ctx *ctx, const gv_product *plan, const int32_t *a, const int32_t *b,
                            const int32_t *seeds, int32_t *out)
{
    gv_dot dot;
    if (!packing_pays(plan)) {
        return false;
    }
    if (!gv_dot_applies(a, plan->rows * plan->inner, b, plan->inner * plan->cols, plan->inner, &dot)) {
        return false;
    }
    size_t mark = ctx->scratch.used;
    int16_t *columns = gv_dot_rows(ctx, &dot, plan->cols);
    int16_t *row = gv_dot_rows(ctx, &dot, 1);
    bool fits = columns != NULL && row != NULL;
    for (uint32_t col = 0; fits && col < plan->cols; col++) {
        gv_dot_pack(columns + (size_t)col * dot.stride, b + (size_t)col * plan->b_col, plan->inner,
                    plan->b_inner);
    }
    for (uint32_t r = 0; fits && r < plan->rows; r++) {
        int32_t *sums = out + (size_t)r * plan->cols;
        gv_dot_pack(row, a + (size_t)r * plan->a_row, plan->inner, plan->a_inner);
        for (uint32_t col = 0; col < plan->cols; col++) {
            sums[col] = seeds == NULL ? 0 : seeds[col];
        }
        gv_dot_add(&dot, row, columns, plan->cols, sums, 1);
    }
    ctx->scratch.used = mark;
    return fits;
}

static void multiply_int32(gv_ctx *ctx, const gv_product *plan, const int32_t *a, const int32_t *b,
                           const int32_t *seeds, int32_t *out)
{
    if (!multiply_narrow(ctx, plan, a, b, seeds, out)) {
        gv_multiply_int32(plan, a, b, seeds, out);
    }
}

/* What a bias of another dtype or count is: refused, or undefined where the contract does not look at it. */
static gv_status wrong_bias(const gv_ctx *ctx)
{
    bool checked = ctx->contract->matmul_bias_check == GV_MATMUL_BIAS_CHECK_CHECKED;
    return checked ? GV_E_REFUSED : GV_E_ARG;
}

/* Plan, bias count and room for the output. Elements of out beyond the product are left alone. */
static gv_status plan_checked(gv_ctx *ctx, const gv_tensor *a, const gv_tensor *b, const gv_tensor *bias,
                              const gv_tensor *out, gv_product *plan)
{
    GV_TRY(gv_plan_product(ctx, a, b, plan));
    /* the integer product reads as many bias values as it has columns and looks at nothing else */
    bool checked = out->dtype != GV_INT32;
    if (bias != NULL && checked && bias->count != plan->cols) {
        return gv_fail(ctx, wrong_bias(ctx), "A16: the bias count is not the number of columns");
    }
    if (bias != NULL && bias->count < plan->cols) {
        return gv_fail(ctx, GV_E_ARG, "a bias of fewer values than columns");
    }
    if (out->count < plan->rows * plan->cols) {
        return gv_fail(ctx, GV_E_ARG, "the output of matmul is smaller than rows times columns");
    }
    return GV_OK;
}

static bool all_of(gv_dtype dtype, const gv_tensor *a, const gv_tensor *b, const gv_tensor *bias,
                   const gv_tensor *out)
{
    return a->dtype == dtype && b->dtype == dtype && out->dtype == dtype &&
           (bias == NULL || bias->dtype == dtype);
}

gv_status gv_matmul_int32(gv_ctx *ctx, const gv_tensor *a, const gv_tensor *b, const gv_tensor *bias,
                          gv_tensor *out)
{
    if (!all_of(GV_INT32, a, b, bias, out)) {
        return gv_fail(ctx, GV_E_ARG, "the integer matmul takes INT32 tensors");
    }
    gv_product plan;
    GV_TRY(plan_checked(ctx, a, b, bias, out, &plan));
    multiply_int32(ctx, &plan, gv_i32(a), gv_i32(b), bias == NULL ? NULL : gv_i32(bias), gv_i32(out));
    return GV_OK;
}

gv_status gv_matmul_float32(gv_ctx *ctx, const gv_tensor *a, const gv_tensor *b, const gv_tensor *bias,
                            gv_tensor *out)
{
    if (!all_of(GV_FLOAT32, a, b, bias, out)) {
        return gv_fail(ctx, GV_E_ARG, "the float matmul takes FLOAT32 tensors");
    }
    gv_product plan;
    GV_TRY(plan_checked(ctx, a, b, bias, out, &plan));
    gv_multiply_float32(&plan, gv_f32(a), gv_f32(b), bias == NULL ? NULL : gv_f32(bias), gv_f32(out));
    return GV_OK;
}

/* S86: an operand must be SYM_INT32 with a label within the contract's bound. */
static gv_status check_operand(gv_ctx *ctx, const gv_tensor *t)
{
    if (t->dtype != GV_SYM_INT32) {
        return gv_fail(ctx, GV_E_REFUSED, "A16: a matmul operand is not SYM_INT32");
    }
    uint32_t max = ctx->contract->matmul_label_max;
    if (max != 0u && t->bits > max) {
        return gv_fail(ctx, GV_E_REFUSED, "A16: a matmul operand is wider than its label may be");
    }
    return GV_OK;
}

/* S87: one seed per column, before the products. */
static gv_status seed_columns(gv_ctx *ctx, const gv_tensor *bias, float scale_out, int32_t *seeds)
{
    for (uint32_t col = 0; col < bias->count; col++) {
        GV_TRY(gv_rescale_bias(ctx, gv_i32(bias)[col], bias->scale, scale_out, bias->rounding, &seeds[col]));
    }
    return GV_OK;
}

gv_status gv_matmul_sym(gv_ctx *ctx, const gv_tensor *a, const gv_tensor *b, const gv_tensor *bias,
                        gv_tensor *out)
{
    GV_TRY(check_operand(ctx, a));
    GV_TRY(check_operand(ctx, b));
    if (bias != NULL && bias->dtype != GV_SYM_INT32) {
        return gv_fail(ctx, wrong_bias(ctx), "A16: the matmul bias is not SYM_INT32");
    }
    if (out->dtype != GV_SYM_INT32) {
        return gv_fail(ctx, GV_E_ARG, "the SYM matmul writes a SYM_INT32 tensor");
    }
    gv_product plan;
    GV_TRY(plan_checked(ctx, a, b, bias, out, &plan));
    float scale_out = a->scale * b->scale;
    int32_t *seeds = NULL;
    if (bias != NULL) {
        seeds = gv_scratch(ctx, (size_t)plan.cols * sizeof *seeds);
        if (seeds == NULL) {
            return gv_fail(ctx, GV_E_MEMORY, "the bias seeds do not fit the scratch arena");
        }
        GV_TRY(seed_columns(ctx, bias, scale_out, seeds));
    }
    multiply_int32(ctx, &plan, gv_i32(a), gv_i32(b), seeds, gv_i32(out));
    out->scale = scale_out;
    return GV_OK;
}
