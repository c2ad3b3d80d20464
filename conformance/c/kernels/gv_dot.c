/* S84: integer sums do not depend on their order, modulo 2^32. */
#include "gv_dot.h"

#include <string.h>

#ifdef __ARM_FEATURE_SIMD32
#include <arm_acle.h>
#endif

/* Terms that are multiplied without a look at the count. */
#define BLOCK 16u

/* A loop of constant length that gcc is to unroll where a step is one instruction, and else to vectorise. */
#if !defined(__GNUC__) || defined(__clang__)
#define BLOCK_LOOP
#elif defined(__ARM_FEATURE_SIMD32)
#define BLOCK_LOOP _Pragma("GCC unroll 8")
#else
#define BLOCK_LOOP _Pragma("GCC unroll 1")
#endif

#ifdef GV_DOT16
/* A bound 2^n - 1 of all v and of all -1 - v. */
static uint32_t magnitude_of(const int32_t *values, uint32_t count)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < count; i++) {
        bits |= (uint32_t)(values[i] < 0 ? ~values[i] : values[i]);
    }
    uint32_t bound = 0;
    while (bound < bits) {
        bound = bound * 2u + 1u;
    }
    return bound;
}

bool gv_dot_applies(const int32_t *a, uint32_t a_count, const int32_t *b, uint32_t b_count, uint32_t terms,
                    gv_dot *dot)
{
    uint32_t largest_a = magnitude_of(a, a_count);
    uint32_t largest_b = magnitude_of(b, b_count);
    if (largest_a > INT16_MAX || largest_b > INT16_MAX) {
        return false;
    }
    uint32_t product = (largest_a + 1u) * (largest_b + 1u);
    uint32_t run = (uint32_t)INT32_MAX / product / BLOCK * BLOCK;
    *dot = (gv_dot){.terms = terms, .stride = (terms + BLOCK - 1u) / BLOCK * BLOCK, .run = run};
    return run > 0u;
}
#endif

int16_t *gv_dot_rows(gv_ctx *ctx, const gv_dot *dot, uint32_t rows)
{
    size_t bytes = (size_t)rows * dot->stride * sizeof(int16_t);
    int16_t *packed = gv_scratch(ctx, bytes);
    if (packed != NULL) {
        memset(packed, 0, bytes);
    }
    return packed;
}

void gv_dot_pack(int16_t *to, const int32_t *from, uint32_t count, uint32_t step)
{
    for (uint32_t i = 0; i < count; i++) {
        to[i] = (int16_t)from[(size_t)i * step];
    }
}

#ifdef __ARM_FEATURE_SIMD32
/* Rows that are multiplied at a time: each pair of `row` is loaded once for all of them. */
#define ROWS 4u

/* Two neighbours in one word; packed rows are aligned to words. */
static int16x2_t pair_at(const int16_t *at)
{
    int16x2_t pair;
    memcpy(&pair, at, sizeof pair);
    return pair;
}

/* A loop would take as many instructions again as the products. The sum wraps, whatever `run` says. */
static int32_t add_row(uint32_t stride, const int16_t *a, const int16_t *b, int32_t before)
{
    int32_t sum = before;
    for (uint32_t from = 0; from < stride; from += BLOCK, a += BLOCK, b += BLOCK) {
        BLOCK_LOOP
        for (uint32_t k = 0; k < BLOCK; k += 2u) {
            sum = __smlad(pair_at(a + k), pair_at(b + k), sum);
        }
    }
    return sum;
}

static void add_rows(uint32_t stride, const int16_t *a, const int16_t *b0, int32_t *out, uint32_t step)
{
    const int16_t *b1 = b0 + stride;
    const int16_t *b2 = b1 + stride;
    const int16_t *b3 = b2 + stride;
    int32_t *const out1 = out + step;
    int32_t *const out2 = out1 + step;
    int32_t *const out3 = out2 + step;
    /* an array would be kept in memory */
    int32_t sum0 = *out;
    int32_t sum1 = *out1;
    int32_t sum2 = *out2;
    int32_t sum3 = *out3;
    for (uint32_t from = 0; from < stride; from += BLOCK) {
        BLOCK_LOOP
        for (uint32_t k = 0; k < BLOCK; k += 2u) {
            int16x2_t pair = pair_at(a + k);
            sum0 = __smlad(pair, pair_at(b0 + k), sum0);
            sum1 = __smlad(pair, pair_at(b1 + k), sum1);
            sum2 = __smlad(pair, pair_at(b2 + k), sum2);
            sum3 = __smlad(pair, pair_at(b3 + k), sum3);
        }
        a += BLOCK, b0 += BLOCK, b1 += BLOCK, b2 += BLOCK, b3 += BLOCK;
    }
    *out = sum0;
    *out1 = sum1;
    *out2 = sum2;
    *out3 = sum3;
}

void gv_dot_add(const gv_dot *dot, const int16_t *row, const int16_t *rows, uint32_t count, int32_t *out,
                uint32_t step)
{
    const uint32_t stride = dot->stride;
    uint32_t left = count;
    for (; left >= ROWS; left -= ROWS, rows += ROWS * stride, out += ROWS * step) {
        add_rows(stride, row, rows, out, step);
    }
    for (; left > 0u; left--, rows += stride, out += step) {
        *out = add_row(stride, row, rows, *out);
    }
}
#else
static int32_t add_block(int32_t before, const int16_t *a, const int16_t *b)
{
    int32_t sum = 0;
    BLOCK_LOOP
    for (uint32_t k = 0; k < BLOCK; k++) {
        sum += a[k] * b[k];
    }
    return before + sum;
}

void gv_dot_add(const gv_dot *dot, const int16_t *row, const int16_t *rows, uint32_t count, int32_t *out,
                uint32_t step)
{
    for (uint32_t i = 0; i < count; i++, rows += dot->stride, out += step) {
        uint32_t total = (uint32_t)*out;
        for (uint32_t from = 0; from < dot->stride; from += dot->run) {
            uint32_t left = dot->stride - from;
            uint32_t end = from + (left < dot->run ? left : dot->run);
            int32_t sum = 0;
            for (uint32_t k = from; k < end; k += BLOCK) {
                sum = add_block(sum, row + k, rows + k);
            }
            total += (uint32_t)sum;
        }
        *out = (int32_t)total;
    }
}
#endif
