/* sgd_step: S116; the stateless step of H2 under the June contracts. */
#include "gen/ops.h"
#include "gv_contract.h"
#include "gv_optimizer.h"

gv_status gv_op_sgd_step(gv_ctx *ctx, gv_call *call)
{
    gv_sgd_rates rates = {
        .lr = gv_param_f32(call, "lr"),
        .momentum = 0.0f,
        .weight_decay = gv_param_f32(call, "weight_decay"),
    };
    gv_arithmetic arithmetic = gv_param_arithmetic(call, "arithmetic", "write_back");
    gv_tensor *parameter = gv_need(call, "parameter");
    gv_tensor *gradient = gv_need(call, "gradient");
    GV_TRY(gv_call_status(call));
    if (ctx->contract->sgd == GV_SGD_UNROUNDED_MOMENTUM) {
        return gv_june_sgd_stateless_step(ctx, parameter, gradient, rates);
    }
    GV_TRY(gv_guard_update(ctx, arithmetic.type));
    GV_TRY(gv_guard_gradient(ctx, gradient));
    return gv_sgd_step(ctx, parameter, gradient, rates, arithmetic.rounding);
}
