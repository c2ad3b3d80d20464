/*
 * Matrix products (S83-S87). Extents are logical, so a transposed view multiplies without moving data; the
 * output is written row-major flat and must not alias an operand.
 */
#ifndef GV_MATMUL_H
#define GV_MATMUL_H

#include "goldvec.h"

/* Extents and element strides of one product: [rows, inner] times [inner, cols]. */
typedef struct {
    uint32_t rows;
    uint32_t inner;
    uint32_t cols;
    uint32_t a_row;
    uint32_t a_inner;
    uint32_t b_inner;
    uint32_t b_col;
} gv_product;

/* S3 "transpose": the same storage with the last two logical axes exchanged; rank below 2 is unchanged. */
gv_tensor gv_transpose_view(const gv_tensor *t);

/* S83: refuses (A16) a rank above 2 and unequal inner extents. `a` of rank 1 is a row, `b` a column. */
gv_status gv_plan_product(gv_ctx *ctx, const gv_tensor *a, const gv_tensor *b, gv_product *plan);

/* S84: acc = seed[col] (0 if seeds is NULL), then inner ascending; overflow is a precondition. */
void gv_multiply_int32(const gv_product *plan, const int32_t *a, const int32_t *b, const int32_t *seeds,
                       int32_t *out);

/* S85: acc = bias[col] (+0 if bias is NULL), then inner ascending, two roundings per term. */
void gv_multiply_float32(const gv_product *plan, const float *a, const float *b, const float *bias,
                         float *out);

/*
 * The checked forms: plan, bias count (A16) and output count; bias may be NULL. gv_matmul_sym also checks
 * operand dtypes and labels, computes the seeds in scratch (one draw per column in SR mode) before the
 * products, and sets out->scale to the product of the operand scales. out is SYM_INT32 and stays raw.
 */
gv_status gv_matmul_int32(gv_ctx *ctx, const gv_tensor *a, const gv_tensor *b, const gv_tensor *bias,
                          gv_tensor *out);
gv_status gv_matmul_float32(gv_ctx *ctx, const gv_tensor *a, const gv_tensor *b, const gv_tensor *bias,
                            gv_tensor *out);
gv_status gv_matmul_sym(gv_ctx *ctx, const gv_tensor *a, const gv_tensor *b, const gv_tensor *bias,
                        gv_tensor *out);

#endif
