/*
 * The sums of gv_conv1d.c from packed operands (gv_dot.h). Each function adds to sums that hold their starting
 * values and returns true, or leaves them alone and returns false: operands too wide, no room in scratch, or
 * a build without packed products. `wide` is the side that windows slide over, `narrow` the side with one
 * position per window; weights are [narrow channels, wide channels / groups, kernel].
 */
#ifndef GV_CONV1D_DOT_H
#define GV_CONV1D_DOT_H

#include "gv_conv1d.h"

/* S91: narrow += weight . windows of wide. */
bool gv_conv1d_dot_gather(gv_ctx *ctx, const gv_conv *conv, uint64_t pad_left, const gv_tensor *wide,
                          const gv_tensor *weight, gv_tensor *narrow);

/* S93: windows of wide += weight * narrow. */
bool gv_conv1d_dot_scatter(gv_ctx *ctx, const gv_conv *conv, uint64_t pad_left, const gv_tensor *narrow,
                           const gv_tensor *weight, gv_tensor *wide);

/* L7, L11: weight += narrow . windows of wide, over batch and positions. */
bool gv_conv1d_dot_weight(gv_ctx *ctx, const gv_conv *conv, uint64_t pad_left, const gv_tensor *wide,
                          const gv_tensor *narrow, gv_tensor *weight);

#endif
