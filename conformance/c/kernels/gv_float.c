/*
 * gv_fma_f32 works in binary64: the product of two binary32 values is exact there, the sum is rounded to
 * odd, so that the last rounding to binary32 cannot be a double rounding. The C library's fmaf is not used:
 * several embedded ones round twice.
 */
#include "gv_float.h"

#include <math.h>

float gv_sqrt_f32(float x)
{
    return sqrtf(x);
}

float gv_fma_f32(float a, float b, float c)
{
    double product = (double)a * (double)b;
    double addend = (double)c;
    double sum = product + addend;
    if (!(sum - sum == 0.0) || sum == 0.0) {
        return (float)sum;
    }
    double part = sum - product;
    double residual = (product - (sum - part)) + (addend - part);
    if (residual == 0.0) {
        return (float)sum;
    }
    uint64_t bits;
    __builtin_memcpy(&bits, &sum, sizeof bits);
    if ((bits & 1u) == 0u) {
        bool away_from_zero = (residual > 0.0) == (sum > 0.0);
        bits = away_from_zero ? bits + 1u : bits - 1u;
        __builtin_memcpy(&sum, &bits, sizeof sum);
    }
    return (float)sum;
}
