/* norm_statistics: mean and reciprocal deviation of the blocks of a norm layer (L14). */
#include "gen/ops.h"
#include "gv_norm.h"

gv_status gv_op_norm_statistics(gv_ctx *ctx, gv_call *call)
{
    float eps = gv_param_f32(call, "eps");
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *mean = gv_need_as(call, "mean", GV_FLOAT32);
    gv_tensor *rstd = gv_need_as(call, "rstd", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    if (x->rank != 2u || mean->count < x->dims[0] || rstd->count < x->dims[0]) {
        return gv_fail(ctx, GV_E_ARG, "x is [G,N], and one mean and rstd per block are needed");
    }
    gv_blocks plan = {.blocks = x->dims[0], .size = x->dims[1]};
    return gv_norm_statistics(ctx, x, &plan, eps, gv_f32(mean), gv_f32(rstd));
}
