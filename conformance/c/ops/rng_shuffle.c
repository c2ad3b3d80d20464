/* rng_shuffle: Fisher-Yates in place (S13). */
#include "gen/ops.h"
#include "gv_rng.h"

gv_status gv_op_rng_shuffle(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *indices = gv_need_as(call, "indices", GV_INT32);
    GV_TRY(gv_call_status(call));
    gv_shuffle_indices(ctx, gv_i32(indices), indices->count);
    return GV_OK;
}
