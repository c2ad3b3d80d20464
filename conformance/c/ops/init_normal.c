/* init_normal: normal initial weights (S15). */
#include "gen/ops.h"
#include "gv_init.h"

gv_status gv_op_init_normal(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    float mean = 0.0f;
    float deviation;
    if (gv_param_is(call, "kind", "normal")) {
        mean = gv_param_f32(call, "mean");
        deviation = gv_param_f32(call, "deviation");
    } else {
        float gain = gv_param_f32(call, "gain");
        uint32_t fan = (uint32_t)gv_param_int(call, "fan_in");
        deviation = gv_param_is(call, "kind", "xavier")
                        ? gv_init_scale(gain, 2.0f, fan + (uint32_t)gv_param_int(call, "fan_out"))
                        : gv_kaiming_deviation(gain, fan);
    }
    if (gv_call_status(call) != GV_OK) {
        return gv_call_status(call);
    }
    for (uint32_t i = 0; i < y->count; i++) {
        gv_f32(y)[i] = gv_normal_number(ctx, mean, deviation);
    }
    return GV_OK;
}
