/* Correctly rounded exp and log of float32, without the platform's library (libm). */
#ifndef GV_EXP_LOG_H
#define GV_EXP_LOG_H

#include "goldvec.h"

/* R(e^x): NaN stays NaN, overflow is infinity, below 2^-150 is 0. */
float gv_exp_f32(float x);

/* R(ln x): -infinity at both zeros, NaN below them. */
float gv_log_f32(float x);

/* One of them for each element of x into y. */
gv_status gv_map_float32(gv_ctx *ctx, gv_call *call, float (*fn)(float));

#endif
