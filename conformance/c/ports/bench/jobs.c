/* Operands and jobs. */
#include "jobs.h"

#include <string.h>

#include "gv_contract.h"
#include "gv_conv_layer.h"
#include "gv_linear.h"
#include "gv_linear_backward.h"
#include "gv_matmul.h"
#include "gv_quant.h"
#include "naive.h"

static gv_ctx ctx;
static void *(*take_bytes)(size_t bytes);
static const gv_arithmetic sym = {.type = GV_ARITH_SYM_INT32, .rounding = GV_HALF_AWAY};
static const gv_conv conv = {.window = {.kernel = 9, .stride = 1, .dilation = 1}, .groups = 1};
static const gv_conv_layer layer = {
    .conv = {.window = {.kernel = 9, .stride = 1, .dilation = 1}, .groups = 1}};

/* matrices, in integers and in floats */
static gv_tensor a, b, dy, y, dx, dw, db;
static gv_tensor fa, fb, fy;
/* signals */
static gv_tensor x3, w3, dy3, y3, dx3, dw3, db3;
static gv_tensor fx3, fw3, fy3;

static void *take(size_t bytes)
{
    void *taken = take_bytes(bytes);
    if (taken == NULL) {
        job_failed("no memory");
    }
    return taken;
}

/* 12-bit mantissas, or floats, of a linear congruential generator. */
static gv_tensor tensor_of(gv_dtype dtype, uint32_t rank, uint32_t d0, uint32_t d1, uint32_t d2)
{
    static uint32_t state = 1;
    gv_tensor t = {.dtype = dtype,
                   .rank = (uint8_t)rank,
                   .order = {0, 1, 2},
                   .dims = {d0, d1, d2},
                   .count = d0 * (rank > 1u ? d1 : 1u) * (rank > 2u ? d2 : 1u),
                   .scale = 0.001f,
                   .bits = 12};
    t.bytes = t.count * 4u;
    t.data = take(t.bytes);
    for (uint32_t i = 0; i < t.count; i++) {
        state = state * 1664525u + 1013904223u;
        int32_t value = (int32_t)(state >> 20) - 2048;
        if (dtype == GV_FLOAT32) {
            gv_f32(&t)[i] = (float)value * 0.001f;
        } else {
            gv_i32(&t)[i] = value;
        }
    }
    return t;
}

uint32_t job_checksum(const job *done)
{
    const gv_tensor *t = done->result;
    uint32_t sum = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t bits;
        memcpy(&bits, gv_bytes(t) + 4u * i, sizeof bits);
        sum = sum * 31u + bits;
    }
    return sum;
}

static void need(gv_status status)
{
    if (status != GV_OK) {
        job_failed(ctx.reason == NULL ? "a kernel failed" : ctx.reason);
    }
    ctx.scratch.used = 0;
}

static void matmul(void) { need(gv_matmul_sym(&ctx, &a, &b, NULL, &y)); }
static void matmul_naive(void) { naive_matmul(&a, &b, &y); }
static void matmul_float(void) { need(gv_matmul_float32(&ctx, &fa, &fb, NULL, &fy)); }
static void gather(void) { need(gv_conv1d(&ctx, &conv, &x3, &w3, NULL, &y3)); }
static void gather_naive(void) { naive_conv1d(&conv, &x3, &w3, &y3); }
static void gather_float(void) { need(gv_conv1d(&ctx, &conv, &fx3, &fw3, NULL, &fy3)); }
static void scatter(void) { need(gv_conv1d_transposed(&ctx, &conv, &dy3, &w3, NULL, &dx3)); }
static void scatter_naive(void) { naive_conv1d_transposed(&conv, &dy3, &w3, &dx3); }
static void weight_grad(void) { need(gv_conv1d_weight_grad(&ctx, &conv, &x3, &dy3, &dw3)); }
static void weight_grad_naive(void) { naive_conv1d_weight_grad(&conv, &x3, &dy3, &dw3); }

static gv_gradient_steps steps_of(gv_tensor *weight_grad_to, gv_tensor *bias_grad_to)
{
    return (gv_gradient_steps){.weight_math = sym,
                               .bias_math = sym,
                               .dx_math = sym,
                               .weight_mode = GV_OUT_ACC_DYNAMIC_RESCALE,
                               .bias_mode = GV_OUT_ACC_DYNAMIC_RESCALE,
                               .weight_grad = weight_grad_to,
                               .bias_grad = bias_grad_to};
}

/* Forward and backward with every requantization; the baseline leaves the sums of the gradients out. */
static void train_linear(void)
{
    gv_gradient_steps steps = steps_of(&dw, &db);
    need(gv_linear_forward(&ctx, &a, &b, NULL, sym, &y));
    need(gv_linear_backward(&ctx, &steps, &a, &dy, &b, &dx));
}

static void train_linear_naive(void)
{
    gv_tensor weight_t = gv_transpose_view(&b);
    gv_tensor dy_t = gv_transpose_view(&dy);
    naive_matmul(&a, &weight_t, &y);
    naive_requant(&y, 12);
    naive_matmul(&dy_t, &a, &dw);
    naive_requant(&dw, 12);
    naive_matmul(&dy, &b, &dx);
    naive_requant(&dx, 12);
}

static void train_conv(void)
{
    gv_gradient_steps steps = steps_of(&dw3, &db3);
    need(gv_conv_forward(&ctx, &layer, &x3, &w3, NULL, sym, &y3));
    need(gv_conv_backward(&ctx, &layer, &steps, &x3, &dy3, &w3, &dx3));
}

static void train_conv_naive(void)
{
    gather_naive();
    naive_requant(&y3, 12);
    weight_grad_naive();
    naive_requant(&dw3, 12);
    scatter_naive();
    naive_requant(&dx3, 12);
}

void jobs_init(void *(*take_from)(size_t bytes), size_t scratch_bytes)
{
    take_bytes = take_from;
    ctx.contract = gv_find_contract("sym-2026-07-21");
    ctx.scratch = (gv_arena){.base = take(scratch_bytes), .size = scratch_bytes};
    /* SQUARE, so that the same operands serve as layer and as plain product */
    a = tensor_of(GV_SYM_INT32, 2, 128, 128, 0);
    b = tensor_of(GV_SYM_INT32, 2, 128, 128, 0);
    dy = tensor_of(GV_SYM_INT32, 2, 128, 128, 0);
    y = tensor_of(GV_SYM_INT32, 2, 128, 128, 0);
    dx = tensor_of(GV_SYM_INT32, 2, 128, 128, 0);
    dw = tensor_of(GV_SYM_INT32, 2, 128, 128, 0);
    db = tensor_of(GV_SYM_INT32, 1, 128, 0, 0);
    fa = tensor_of(GV_FLOAT32, 2, 128, 128, 0);
    fb = tensor_of(GV_FLOAT32, 2, 128, 128, 0);
    fy = tensor_of(GV_FLOAT32, 2, 128, 128, 0);
    x3 = tensor_of(GV_SYM_INT32, 3, 4, 16, 136);
    w3 = tensor_of(GV_SYM_INT32, 3, 32, 16, 9);
    dy3 = tensor_of(GV_SYM_INT32, 3, 4, 32, 128);
    y3 = tensor_of(GV_SYM_INT32, 3, 4, 32, 128);
    dx3 = tensor_of(GV_SYM_INT32, 3, 4, 16, 136);
    dw3 = tensor_of(GV_SYM_INT32, 3, 32, 16, 9);
    db3 = tensor_of(GV_SYM_INT32, 1, 32, 0, 0);
    fx3 = tensor_of(GV_FLOAT32, 3, 4, 16, 136);
    fw3 = tensor_of(GV_FLOAT32, 3, 32, 16, 9);
    fy3 = tensor_of(GV_FLOAT32, 3, 4, 32, 128);
}

enum { SQUARE = 128 * 128 * 128, SIGNAL = 4 * 32 * 128 * 16 * 9 };

/* the gradients of a training job add up, so that the wire is compared, not they */
const job jobs[] = {
    {"matmul_sym", SQUARE, matmul, matmul_naive, &y},
    {"conv1d_sym", SIGNAL, gather, gather_naive, &y3},
    {"conv1d_transposed_sym", SIGNAL, scatter, scatter_naive, &dx3},
    {"conv1d_weight_grad_sym", SIGNAL, weight_grad, weight_grad_naive, &dw3},
    {"matmul_float32", SQUARE, matmul_float, NULL, &fy},
    {"conv1d_float32", SIGNAL, gather_float, NULL, &fy3},
    {"train_linear_sym", 3 * SQUARE, train_linear, train_linear_naive, &dx},
    {"train_conv1d_sym", 3 * SIGNAL, train_conv, train_conv_naive, &dx3},
};

const uint32_t job_count = sizeof jobs / sizeof *jobs;
