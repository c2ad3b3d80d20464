/*
 * Elementwise engines (S74, S75), SYM_INT32 arithmetic (S76-S82), thresholds (S109), squares and sums (S110).
 * Integer overflow is left to the sanitizer build to count.
 */
#ifndef GV_POINTWISE_H
#define GV_POINTWISE_H

#include "goldvec.h"

typedef enum { GV_ADD = 0, GV_SUB, GV_MUL, GV_DIV } gv_element_fn;

/* The word parameter `add`, `sub`, `mul` or `div`. */
gv_element_fn gv_param_element_fn(gv_call *call, const char *name);

/* S75; integer quotients truncate toward zero, b is not 0. */
int32_t gv_element_int32(gv_element_fn fn, int32_t a, int32_t b);
float gv_element_float32(gv_element_fn fn, float a, float b);

/* S74, scalar form: out[i] = fn(x[i], c) over flat storage; out may be x. */
void gv_scalar_int32(gv_element_fn fn, const int32_t *x, uint32_t count, int32_t c, int32_t *out);
void gv_scalar_float32(gv_element_fn fn, const float *x, uint32_t count, float c, float *out);

/*
 * S74 over two INT32 or two FLOAT32 tensors: out of place written flat in logical order, in place into the
 * slots of a. Refuses (A20) different logical extents.
 */
gv_status gv_pointwise(gv_ctx *ctx, gv_element_fn fn, const gv_tensor *a, const gv_tensor *b, gv_tensor *out);
gv_status gv_pointwise_inplace(gv_ctx *ctx, gv_element_fn fn, gv_tensor *a, const gv_tensor *b);

/*
 * S76, S79 and the equal arm of S78: integer add or subtract of mantissas at one scale, flat; out may be a.
 * Refuses (A20) different counts.
 */
gv_status gv_sym_equal(gv_ctx *ctx, gv_element_fn fn, const gv_tensor *a, const gv_tensor *b, gv_tensor *out);

/*
 * S77 and the unequal arm of S78: add or subtract decoded values in a's layout, then S36 into out, which may
 * be a. Refuses (A20) different counts or logical extents.
 */
gv_status gv_sym_encoded(gv_ctx *ctx, gv_element_fn fn, const gv_tensor *a, const gv_tensor *b,
                         gv_tensor *out);

/* S80, S81: integer product or quotient, flat, at the product or quotient of the scales; out may be a. */
gv_status gv_sym_scaled(gv_ctx *ctx, gv_element_fn fn, const gv_tensor *a, const gv_tensor *b,
                        gv_tensor *out);

/* S82: INT32 or truncated FLOAT32 values added to mantissas, flat. */
gv_status gv_sym_add_plain(gv_ctx *ctx, gv_tensor *a, const gv_tensor *b);

/* S109: x < b ? alt : x. */
void gv_threshold_float32(const float *x, uint32_t count, float b, float alt, float *out);
void gv_threshold_int32(const int32_t *x, uint32_t count, int32_t b, int32_t alt, int32_t *out);

/* S109: mantissas with i2f(q) < i2f(b) / scale become alt. */
void gv_threshold_sym(const int32_t *x, uint32_t count, float scale, int32_t b, int32_t alt, int32_t *out);

/* S110 */
float gv_sum_float32(const float *x, uint32_t count);
int32_t gv_sum_int32(const int32_t *x, uint32_t count);

#endif
