/* lr_schedule: rates after consecutive ticks (S120). */
#include "gen/ops.h"
#include "gv_optimizer.h"

static gv_schedule_kind kind_of(gv_call *call)
{
    if (gv_param_is(call, "kind", "STEP")) {
        return GV_SCHEDULE_STEP;
    }
    return gv_param_is(call, "kind", "EXPONENTIAL") ? GV_SCHEDULE_EXPONENTIAL : GV_SCHEDULE_COSINE;
}

gv_status gv_op_lr_schedule(gv_ctx *ctx, gv_call *call)
{
    gv_schedule schedule = {
        .kind = kind_of(call),
        .factor = gv_param_f32(call, "factor"),
        .period = (uint32_t)gv_param_int(call, "period"),
    };
    float base = gv_param_f32(call, "base");
    uint32_t first = (uint32_t)gv_param_int(call, "first");
    gv_tensor *rates = gv_need_as(call, "rates", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    GV_TRY(gv_guard_schedule(ctx, schedule));
    for (uint32_t i = 0; i < rates->count; i++) {
        gv_f32(rates)[i] = gv_scheduled_rate(schedule, base, first + i);
    }
    return GV_OK;
}
