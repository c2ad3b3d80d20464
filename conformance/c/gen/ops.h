/* Prototypes of the op shims. */
#ifndef GV_GEN_OPS_H
#define GV_GEN_OPS_H

#include "goldvec.h"

gv_status gv_op_rng_draws(gv_ctx *ctx, gv_call *call);
gv_status gv_op_rng_shuffle(gv_ctx *ctx, gv_call *call);
gv_status gv_op_rng_bernoulli(gv_ctx *ctx, gv_call *call);
gv_status gv_op_round(gv_ctx *ctx, gv_call *call);
gv_status gv_op_seed_rescale(gv_ctx *ctx, gv_call *call);
gv_status gv_op_encode_symmetric(gv_ctx *ctx, gv_call *call);
gv_status gv_op_decode_symmetric(gv_ctx *ctx, gv_call *call);
gv_status gv_op_quantize_dynamic(gv_ctx *ctx, gv_call *call);
gv_status gv_op_requant_dynamic(gv_ctx *ctx, gv_call *call);
gv_status gv_op_requant_fixed(gv_ctx *ctx, gv_call *call);
gv_status gv_op_matmul_int32(gv_ctx *ctx, gv_call *call);
gv_status gv_op_matmul_float32(gv_ctx *ctx, gv_call *call);
gv_status gv_op_matmul_sym(gv_ctx *ctx, gv_call *call);
gv_status gv_op_linear_forward_raw(gv_ctx *ctx, gv_call *call);
gv_status gv_op_linear_forward(gv_ctx *ctx, gv_call *call);

#endif
