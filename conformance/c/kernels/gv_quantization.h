/* The Quantization layer (L30, S112, S113): forward and backward are the same dispatch. */
#ifndef GV_QUANTIZATION_H
#define GV_QUANTIZATION_H

#include "goldvec.h"

/*
 * Converts a wire by dtype, width and mode of the record written; SYM_INT32 to SYM_INT32 is a requant.
 * Refuses A22 (one dtype other than SYM_INT32) and what the conversion refuses.
 */
gv_status gv_quantize_wire(gv_ctx *ctx, const gv_tensor *from, gv_tensor *to);

#endif
