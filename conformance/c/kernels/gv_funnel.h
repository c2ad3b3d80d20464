/*
 * The op funnel (S63-S72): operands are converted into the arithmetic's format, a kernel computes a raw
 * result in scratch, an epilogue writes it to the target or accumulates it there. The target is touched by
 * the epilogue only, after every guard.
 */
#ifndef GV_FUNNEL_H
#define GV_FUNNEL_H

#include "sdk/gv_params.h"

#define GV_MAX_INPUTS 3u

/*
 * Computes raw->data (and raw->scale in SYM arithmetic) from operands in the arithmetic's format. The raw
 * storage holds garbage. `data` is what the caller gave to gv_execute_op.
 */
typedef gv_status (*gv_kernel)(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data);

/* S63: the arithmetic that a record implies; NULL gives FLOAT32, HALF_AWAY. */
gv_arithmetic gv_arithmetic_of(const gv_tensor *record);

/*
 * S65: the operand a kernel gets for an input: the input itself, or *scratch filled by a conversion at the
 * contract's operand width. NULL with *status set on failure.
 */
const gv_tensor *gv_prepare_operand(gv_ctx *ctx, const gv_tensor *input, gv_arithmetic arithmetic,
                                    gv_tensor *scratch, gv_status *status);

/* S66: the raw intermediate with the dims and order of `like`. */
gv_status gv_make_raw(gv_ctx *ctx, const gv_tensor *like, gv_arithmetic arithmetic, gv_tensor *raw);

/* S67: raw into target; the contract decides whose rounding mode. */
gv_status gv_write_output(gv_ctx *ctx, const gv_tensor *raw, gv_tensor *target, gv_arithmetic arithmetic);

/* S68: raw into an accumulation target by the target's own mode; refuses (A14). */
gv_status gv_accumulate_output(gv_ctx *ctx, const gv_tensor *raw, gv_tensor *target, gv_out_mode mode);

/* S71: refuses (A15) a mode that does not accumulate. */
gv_status gv_guard_accumulate_mode(gv_ctx *ctx, gv_out_mode mode);

/* S64-S68. Scratch taken on the way is given back. More than 3 inputs are refused (A13). */
gv_status gv_execute_op(gv_ctx *ctx, gv_kernel kernel, void *data, const gv_tensor *const *inputs,
                        uint32_t input_count, gv_arithmetic arithmetic, gv_out_mode mode,
                        gv_tensor *target);

/* S70: operand 0's payload, and its scale. */
gv_status gv_identity_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data);

#endif
