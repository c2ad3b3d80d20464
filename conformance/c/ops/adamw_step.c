/* adamw_step: S119. */
#include "gen/ops.h"
#include "gv_optimizer.h"

gv_status gv_op_adamw_step(gv_ctx *ctx, gv_call *call)
{
    gv_adamw_options options = {
        .lr = gv_param_f32(call, "lr"),
        .beta1 = gv_param_f64(call, "beta1"),
        .beta2 = gv_param_f64(call, "beta2"),
        .epsilon = gv_param_f64(call, "epsilon"),
        .weight_decay = gv_param_f64(call, "weight_decay"),
    };
    uint32_t t = (uint32_t)gv_param_int(call, "t");
    gv_arithmetic arithmetic = gv_param_arithmetic(call, "arithmetic", "write_back");
    gv_tensor *parameter = gv_need(call, "parameter");
    gv_tensor *gradient = gv_need(call, "gradient");
    gv_tensor *m = gv_need(call, "m");
    gv_tensor *v = gv_need(call, "v");
    GV_TRY(gv_call_status(call));
    GV_TRY(gv_guard_adamw(ctx, &options));
    GV_TRY(gv_guard_update(ctx, arithmetic.type));
    gv_adamw_rates rates = gv_adamw_scalars(&options, t);
    return gv_adamw_step(ctx, parameter, gradient, m, v, &rates, arithmetic.rounding);
}
