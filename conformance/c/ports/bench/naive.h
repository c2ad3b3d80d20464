/*
 * The baseline of the benchmarks: products as a straightforward framework writes them, every element through a
 * function that turns an index into a storage position. Same sums as the kernels, in the order of the clauses.
 */
#ifndef NAIVE_H
#define NAIVE_H

#include "gv_conv1d.h"

/* S84: out[rows, cols] from a[rows, inner] and b[inner, cols], which may be transposed views. */
void naive_matmul(const gv_tensor *a, const gv_tensor *b, gv_tensor *out);

/* S91 without a bias, for one group and VALID padding. */
void naive_conv1d(const gv_conv *conv, const gv_tensor *x, const gv_tensor *weight, gv_tensor *y);

/* S93 without a bias, likewise. */
void naive_conv1d_transposed(const gv_conv *conv, const gv_tensor *x, const gv_tensor *weight, gv_tensor *y);

/* L7, likewise. */
void naive_conv1d_weight_grad(const gv_conv *conv, const gv_tensor *x, const gv_tensor *dy, gv_tensor *dw);

/* S51 in HALF_AWAY: raw mantissas to `bits`, scale included. */
void naive_requant(gv_tensor *t, uint32_t bits);

#endif
