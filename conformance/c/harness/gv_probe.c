/*
 * Start-up probe of the float environment. Compiled with the flags of the kernels, it finds what those flags
 * do to them: contraction of a*b+c, subnormals flushed on the way in or out, intermediates wider than float.
 */
#include "gv_harness.h"

#include <float.h>

/* Operands are volatile so that nothing is computed at compile time. */
static volatile float one_up = 1.0001220703125f;   /* 1 + 2^-13 */
static volatile float one_down = 0.9998779296875f; /* 1 - 2^-13 */
static volatile float minus_one = -1.0f;
static volatile float smallest_normal = FLT_MIN;
static volatile float half = 0.5f;
static volatile float two_24 = 16777216.0f;

/* The exact product is 1 - 2^-26, which rounds to 1: the sum is 0 with two roundings, -2^-26 with one. */
static bool contracts(void)
{
    float a = one_up;
    float b = one_down;
    float c = minus_one;
    float sum = a * b + c;
    float difference = c - a * -b;
    return sum != 0.0f || difference != 0.0f;
}

static bool flushes(void)
{
    volatile float subnormal = smallest_normal * half;
    uint32_t bits = 0x00400000u;
    float loaded;
    __builtin_memcpy(&loaded, &bits, sizeof loaded);
    volatile float operand = loaded;
    return subnormal == 0.0f || operand * two_24 == 0.0f;
}

gv_float_traits gv_probe_float(void)
{
    return (gv_float_traits){
        .fma_contract = contracts(),
        .flush_to_zero = flushes(),
        .excess_precision = FLT_EVAL_METHOD != 0,
    };
}
