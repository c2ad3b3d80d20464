/* S120: computed in double from the base rate, cast once to float32. */
#include "gv_double.h"
#include "gv_optimizer.h"

static bool is_finite(float x) { return x - x == 0.0f; }

gv_status gv_guard_schedule(gv_ctx *ctx, gv_schedule schedule)
{
    if (!is_finite(schedule.factor)) {
        return gv_fail(ctx, GV_E_REFUSED, "A24: the factor of a schedule must be finite");
    }
    if (schedule.kind != GV_SCHEDULE_EXPONENTIAL && schedule.period == 0u) {
        return gv_fail(ctx, GV_E_REFUSED, "A24: the period of a schedule must be at least 1");
    }
    return GV_OK;
}

float gv_scheduled_rate(gv_schedule schedule, float base, uint32_t e)
{
    double start = (double)base;
    double factor = (double)schedule.factor;
    switch (schedule.kind) {
    case GV_SCHEDULE_STEP:
        return (float)(start * gv_pow_int(factor, e / schedule.period));
    case GV_SCHEDULE_EXPONENTIAL:
        return (float)(start * gv_pow_int(factor, e));
    default: {
        double angle = (3.141592653589793 * (double)e) / (double)schedule.period;
        return (float)(factor + ((start - factor) * (1.0 + gv_cos_f64(angle))) / 2.0);
    }
    }
}
