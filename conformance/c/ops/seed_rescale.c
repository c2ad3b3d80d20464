/* seed_rescale: mantissas moved to an accumulator scale (S20). */
#include "gen/ops.h"
#include "gv_contract.h"
#include "gv_seed.h"

#include <string.h>

static gv_status rescale_all(gv_ctx *ctx, gv_call *call, const gv_tensor *q, int32_t *seeds)
{
    float scale_from = gv_param_f32(call, "sp");
    float scale_to = gv_param_f32(call, "sa");
    gv_rounding mode = gv_param_rounding(call, "rounding");
    GV_TRY(gv_call_status(call));
    for (uint32_t i = 0; i < q->count; i++) {
        GV_TRY(gv_rescale_seed(ctx, gv_i32(q)[i], scale_from, scale_to, mode, &seeds[i]));
    }
    return GV_OK;
}

gv_status gv_op_seed_rescale(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *q = gv_need_as(call, "q", GV_INT32);
    gv_tensor *y = gv_need_as(call, "y", GV_INT32);
    GV_TRY(gv_call_status(call));
    if (q->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "q and y have different counts");
    }
    int32_t *seeds = gv_scratch(ctx, y->bytes);
    if (seeds == NULL) {
        return GV_E_MEMORY;
    }
    const gv_contract *given = ctx->contract;
    gv_contract contract = *given;
    contract.seed_guard = given->seed_guard && !gv_param_has(call, "guard");
    ctx->contract = &contract;
    gv_status status = rescale_all(ctx, call, q, seeds);
    ctx->contract = given;
    GV_TRY(status);
    memcpy(y->data, seeds, y->bytes);
    return GV_OK;
}
