/*
 * The conversion matrix (S29-S50), executeConvert (S69), repack (S53), streaming window (S54), fill (S55),
 * tensor copy (S9) and record validation (S2). Elements are taken in flat storage order; a refused call
 * leaves y untouched.
 */
#ifndef GV_CONVERT_H
#define GV_CONVERT_H

#include "goldvec.h"

/* Largest window of gv_decode_window (S124). */
#define GV_STREAM_BLOCK 256u

/* S2: refuses SYM_INT32 labels above 31 (A1) and ASYM widths 0 and above 30 (A2). */
gv_status gv_guard_record(gv_ctx *ctx, gv_dtype dtype, uint32_t bits);

/* H4: refuses (A4) BOOL, and SYM where the contract has no conversions with it. */
gv_status gv_guard_cell(gv_ctx *ctx, const gv_tensor *t);

/* Payload bytes of count elements (S4). */
uint32_t gv_payload_bytes(gv_dtype dtype, uint32_t bits, uint32_t count);

/*
 * A tensor in scratch with the dims and order of `like`: scale 1, zero point 0, payload not initialised.
 * GV_E_MEMORY when the arena is full.
 */
gv_status gv_make_scratch(gv_ctx *ctx, const gv_tensor *like, gv_dtype dtype, uint32_t bits,
                          gv_rounding rounding, gv_tensor *out);

/*
 * Integer codes in flat order into codes[count]: mantissas, sign-extended SYM codes, unsigned ASYM codes.
 * Refuses FLOAT32 and BOOL (A4).
 */
gv_status gv_read_codes(gv_ctx *ctx, const gv_tensor *t, int32_t *codes);

/* S27: float32 values in flat order into values[count]; no draw. Refuses BOOL (A4). */
gv_status gv_decode_values(gv_ctx *ctx, const gv_tensor *t, float *values);

/* S27 into a fresh scratch buffer; the payload itself for FLOAT32. NULL with *status set on failure. */
const float *gv_values_of(gv_ctx *ctx, const gv_tensor *t, gv_status *status);

/*
 * S41, S50, S61 core: fresh scale from scan B (1 for no values), then S25 per value; count draws in SR mode.
 * values and codes may be the same storage.
 */
void gv_quantize_stream(gv_ctx *ctx, const float *values, uint32_t count, uint32_t bits, gv_rounding mode,
                        int32_t *codes, float *scale);

/* S28, S5: fit guard (A6, A7), then codes and scale into a SYM tensor. */
gv_status gv_store_sym(gv_ctx *ctx, gv_tensor *y, const int32_t *codes, float scale);

/*
 * S29: x into y's format and width, rounded by `mode` (usually y->rounding). Refuses BOOL on one side (A4),
 * one dtype of two widths (A5), and what the cell refuses.
 */
gv_status gv_convert(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y, gv_rounding mode);

/* S69: as gv_convert, but SYM_INT32 to SYM_INT32 is the requant S51. */
gv_status gv_execute_convert(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y, gv_rounding mode);

/* S53: SYM_INT32 mantissas into SYM without rescale; refuses codes that do not fit (A6, A7). */
gv_status gv_repack(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y);

/* S54: elements [offset, offset + count) as floats; refuses (A9). */
gv_status gv_decode_window(gv_ctx *ctx, const gv_tensor *t, uint32_t offset, uint32_t count, float *values);

/* S55: floats into y in its own mode; refuses another count and BOOL (A10). */
gv_status gv_fill(gv_ctx *ctx, const gv_tensor *values, gv_tensor *y);

/* S9: dims, order, record and payload; refuses a quantised x where y has no record (A26). */
gv_status gv_copy_tensor(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y);

#endif
