/*
 * Double arithmetic only. A result is carried as a double and a correction, about 2^-57 relative in all, and
 * rounded to odd before the one rounding to float32. That no float32 argument lies closer to a rounding
 * boundary was found by trying all of them.
 */
#include "gv_exp_log.h"

#include "gv_float.h"

/* ln 2 = high + low; products of high with a small integer are exact. */
static const double ln2_high = 0.6931471803691238;
static const double ln2_low = 1.9082149292705877e-10;

static uint64_t bits_of(double x)
{
    uint64_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits)
{
    double x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
}

/* high + low as a double whose last bit is set if the sum is not exact; |low| is below half a unit. */
static double round_to_odd(double high, double low)
{
    uint64_t bits = bits_of(high);
    if (low == 0.0 || (bits & 1u) == 1u) {
        return high;
    }
    bool away = (low > 0.0) == (high > 0.0);
    return double_of(away ? bits + 1u : bits - 1u);
}

/* *sum + *lost = a + b, |a| at least |b|. */
static void add_exactly(double a, double b, double *sum, double *lost)
{
    *sum = a + b;
    *lost = b - (*sum - a);
}

float gv_exp_f32(float x)
{
    /* 1/n!, n = 13 .. 2 */
    static const double terms[12] = {
        1.0 / 6227020800.0, 1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0,
        1.0 / 362880.0,     1.0 / 40320.0,     1.0 / 5040.0,     1.0 / 720.0,
        1.0 / 120.0,        1.0 / 24.0,        1.0 / 6.0,        1.0 / 2.0,
    };
    if (x != x) {
        return x;
    }
    if (x > 88.73f) {
        return GV_INFINITY;
    }
    if (x < -104.0f) {
        return 0.0f;
    }
    /* adding 1.5 * 2^52 rounds to an integer, which the low bits then hold */
    const double shift = 6755399441055744.0;
    double shifted = (double)x * 1.4426950408889634 + shift;
    double k = shifted - shift;
    int32_t exponent = (int32_t)(uint32_t)(bits_of(shifted) & 0xffffffffu);
    double r;
    double lost;
    add_exactly((double)x - k * ln2_high, -(k * ln2_low), &r, &lost);
    double tail = 0.0;
    for (uint32_t i = 0; i < 12u; i++) {
        tail = r * (terms[i] + tail);
    }
    tail = r * tail + lost * (1.0 + r);
    double one;
    double rest;
    double high;
    double low;
    add_exactly(1.0, r, &one, &rest);
    add_exactly(one, rest + tail, &high, &low);
    double power = double_of((uint64_t)(uint32_t)(exponent + 1023) << 52);
    double result = round_to_odd(high, low) * power;
    /* 2^128 - 2^103: from here on the nearest float32 is infinity */
    return result >= 340282356779733661637539395458142568448.0 ? GV_INFINITY : (float)result;
}

/* x = m * 2^k with m in [sqrt 1/2, sqrt 2); x is a positive finite float32, hence a normal double. */
static double split(double x, int32_t *k)
{
    uint64_t bits = bits_of(x);
    int32_t exponent = (int32_t)(bits >> 52) - 1023;
    double m = double_of((bits & 0xfffffffffffffu) | 0x3ff0000000000000u);
    if (m >= 1.4142135623730951) {
        m = m * 0.5;
        exponent = exponent + 1;
    }
    *k = exponent;
    return m;
}

float gv_log_f32(float x)
{
    /* 2/n, n = 25, 23 .. 3 */
    static const double terms[12] = {
        2.0 / 25.0, 2.0 / 23.0, 2.0 / 21.0, 2.0 / 19.0, 2.0 / 17.0, 2.0 / 15.0,
        2.0 / 13.0, 2.0 / 11.0, 2.0 / 9.0,  2.0 / 7.0,  2.0 / 5.0,  2.0 / 3.0,
    };
    if (x == 0.0f) {
        return -GV_INFINITY;
    }
    if (!(x > 0.0f)) {
        return gv_float_of(0x7fc00000u);
    }
    if (x == GV_INFINITY || x == 1.0f) {
        return x == 1.0f ? 0.0f : x;
    }
    int32_t exponent;
    /* log(1 + f) = f - f*f/2 + s*(f*f/2 + series), s = f/(2 + f) */
    double f = split((double)x, &exponent) - 1.0;
    double k = (double)exponent;
    double half = 0.5 * f * f;
    double s = f / (2.0 + f);
    double square = s * s;
    double series = 0.0;
    for (uint32_t i = 0; i < 12u; i++) {
        series = square * (terms[i] + series);
    }
    double main;
    double lost;
    add_exactly(f, -half, &main, &lost);
    double tail = lost + s * (half + series);
    double top = main;
    double rest = 0.0;
    if (exponent != 0) {
        add_exactly(k * ln2_high, main, &top, &rest);
    }
    double high;
    double low;
    add_exactly(top, rest + (k * ln2_low + tail), &high, &low);
    return (float)round_to_odd(high, low);
}

gv_status gv_map_float32(gv_ctx *ctx, gv_call *call, float (*fn)(float))
{
    gv_tensor *x = gv_need_as(call, "x", GV_FLOAT32);
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    if (x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "one result per argument");
    }
    for (uint32_t i = 0; i < x->count; i++) {
        gv_f32(y)[i] = fn(gv_f32(x)[i]);
    }
    return GV_OK;
}
