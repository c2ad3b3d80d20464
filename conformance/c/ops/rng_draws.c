/* rng_draws: seeds the generator (S11), then one state (S10) and its uniform (S12) per step. */
#include "gen/ops.h"
#include "gv_rng.h"

gv_status gv_op_rng_draws(gv_ctx *ctx, gv_call *call)
{
    uint32_t seed = (uint32_t)gv_param_int(call, "seed");
    gv_tensor *states = gv_need_as(call, "states", GV_INT32);
    gv_tensor *uniforms = gv_need_as(call, "uniforms", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    if (states->count != uniforms->count) {
        return gv_fail(ctx, GV_E_ARG, "states and uniforms have different counts");
    }
    ctx->rng = gv_seed_state(seed);
    for (uint32_t i = 0; i < states->count; i++) {
        gv_f32(uniforms)[i] = gv_draw_uniform(ctx);
        gv_i32(states)[i] = (int32_t)ctx->rng;
    }
    return GV_OK;
}
