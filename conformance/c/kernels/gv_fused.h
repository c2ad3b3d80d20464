/* Row broadcasts and fused float32 forms (S104-S108). Outputs may be operands. */
#ifndef GV_FUSED_H
#define GV_FUSED_H

#include "goldvec.h"

/* S106-S108: refuses (A21) tensors that are not FLOAT32 in identity order with the shape of the first. */
gv_status gv_guard_plain_operands(gv_ctx *ctx, const gv_tensor *const *tensors, uint32_t count);

/* S104: row_scale[i] * m[i][j], m[i][j] - row[j]; refuse (A21) formats, views and shapes that do not fit. */
gv_status gv_scale_rows(gv_ctx *ctx, const gv_tensor *m, const gv_tensor *row_scale, gv_tensor *out);
gv_status gv_sub_row(gv_ctx *ctx, const gv_tensor *m, const gv_tensor *row, gv_tensor *out);

/* S105: (a * x) + (b * y) over logical indices, written flat. */
gv_status gv_axpby(gv_ctx *ctx, float a, const gv_tensor *x, float b, const gv_tensor *y, gv_tensor *out);

/* S106 in place: fma(w, b - a, a). */
gv_status gv_lerp(gv_ctx *ctx, gv_tensor *a, const gv_tensor *b, float w);

/* S107 in place: a + ((s * b) * c). */
gv_status gv_addcmul(gv_ctx *ctx, gv_tensor *a, const gv_tensor *b, const gv_tensor *c, float s);

/* S108 in place: a + (s * b) / ((sqrt(v) / divisor) + eps). */
gv_status gv_addcdiv(gv_ctx *ctx, gv_tensor *a, const gv_tensor *b, const gv_tensor *v, float s,
                     float divisor, float eps);

#endif
