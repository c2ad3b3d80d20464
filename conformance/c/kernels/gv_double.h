/*
 * Powers and cosines in binary64 without a platform's libm (S119, S120): unevaluated sums of two doubles,
 * every step a fixed sequence of IEEE operations, rounded to one double at the end.
 */
#ifndef GV_DOUBLE_H
#define GV_DOUBLE_H

#include "goldvec.h"

/* x^k for a finite x (normal or zero); 0^0 is 1. */
double gv_pow_int(double x, uint32_t k);

/* cos(x) for 0 <= x <= 2^40, with an absolute error below 2^-53. */
double gv_cos_f64(double x);

/* Correctly rounded square root. */
double gv_sqrt_f64(double x);

#endif
