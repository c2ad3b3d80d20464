/* rng_bernoulli: a bit mask with probability p (S14). */
#include "gen/ops.h"
#include "gv_rng.h"

gv_status gv_op_rng_bernoulli(gv_ctx *ctx, gv_call *call)
{
    float p = gv_param_f32(call, "p");
    gv_tensor *mask = gv_need_as(call, "mask", GV_BOOL);
    GV_TRY(gv_call_status(call));
    gv_fill_bernoulli(ctx, gv_bytes(mask), mask->count, p);
    return GV_OK;
}
