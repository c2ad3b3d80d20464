/* init_uniform: uniform initial weights (S15). */
#include "gen/ops.h"
#include "gv_init.h"

gv_status gv_op_init_uniform(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    float a;
    float b;
    if (gv_param_is(call, "kind", "uniform")) {
        a = gv_param_f32(call, "low");
        b = gv_param_f32(call, "high");
    } else {
        bool xavier = gv_param_is(call, "kind", "xavier");
        uint32_t fans = (uint32_t)gv_param_int(call, "fan_in");
        fans += xavier ? (uint32_t)gv_param_int(call, "fan_out") : 0u;
        b = gv_init_scale(gv_param_f32(call, "gain"), xavier ? 6.0f : 3.0f, fans);
        a = -b;
    }
    if (gv_call_status(call) != GV_OK) {
        return gv_call_status(call);
    }
    for (uint32_t i = 0; i < y->count; i++) {
        gv_f32(y)[i] = gv_uniform_between(ctx, a, b);
    }
    return GV_OK;
}
