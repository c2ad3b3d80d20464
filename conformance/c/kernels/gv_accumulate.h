/*
 * Gradient accumulation engines (S56-S62). Flat order; mode and width are those of the target's record.
 * Counts must match and a packed target must not be its own increment (A11). A refused call leaves the
 * target untouched.
 */
#ifndef GV_ACCUMULATE_H
#define GV_ACCUMULATE_H

#include "goldvec.h"

/* S68: refuses (A14) a quantized target that is wider than gradients are. */
gv_status gv_guard_gradient_width(gv_ctx *ctx, const gv_tensor *target);

/* S56: FLOAT32 target, increment of any numeric format; no draw. */
gv_status gv_accumulate_float32(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment);

/* S57: SYM_INT32 into SYM_INT32, fresh scale; count draws in SR mode. */
gv_status gv_accumulate_sym_dynamic(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment);

/*
 * S58: FLOAT32 into SYM_INT32, quantised at the contract's increment width first; refuses (A14). 2 * count
 * draws.
 */
gv_status gv_accumulate_sym_float_increment(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment);

/* S59: SYM_INT32 into SYM_INT32 at the target's scale; refuses (A12, A14). count draws. */
gv_status gv_accumulate_sym_fixed(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment);

/* S60: SYM target on its stored grid (a fresh one if all codes are 0); refuses codes that do not fit (A7). */
gv_status gv_accumulate_packed_fixed(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment);

/* S61: SYM target, fresh scale; count draws. */
gv_status gv_accumulate_packed_rescale(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment);

/* S62: ASYM target, fresh grid; count + 1 draws. */
gv_status gv_accumulate_asym(gv_ctx *ctx, gv_tensor *target, const gv_tensor *increment);

#endif
