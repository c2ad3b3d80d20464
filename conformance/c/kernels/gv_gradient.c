/* L32, and the raw producers of H2. */
#include "gv_gradient.h"

#include <string.h>

#include "gv_contract.h"
#include "gv_convert.h"
#include "gv_float.h"
#include "gv_quant.h"

gv_gradient_steps gv_param_gradient_steps(gv_call *call)
{
    return (gv_gradient_steps){
        .weight_math = gv_param_arithmetic(call, "weight_arithmetic", "weight_rounding"),
        .bias_math = gv_param_arithmetic(call, "bias_arithmetic", "bias_rounding"),
        .dx_math = gv_param_arithmetic(call, "dx_arithmetic", "dx_rounding"),
        .weight_mode = gv_param_out_mode(call, "weight_mode"),
        .bias_mode = gv_param_out_mode(call, "bias_mode"),
        .weight_grad = gv_need(call, "weight_grad"),
        .bias_grad = gv_find(call, "bias_grad"),
    };
}

gv_status gv_push_gradient(gv_ctx *ctx, const float *increment, gv_out_mode mode, gv_tensor *grad)
{
    const gv_arithmetic plain = {.type = GV_ARITH_FLOAT32, .rounding = GV_HALF_AWAY};
    bool moded = ctx->contract->backward == GV_BACKWARD_FUNNEL;
    GV_TRY(moded ? gv_guard_accumulate_mode(ctx, mode) : GV_OK);
    size_t mark = ctx->scratch.used;
    gv_tensor step;
    gv_status status = gv_make_scratch(ctx, grad, GV_FLOAT32, 0u, GV_HALF_AWAY, &step);
    if (status == GV_OK) {
        memcpy(step.data, increment, step.bytes);
        const gv_tensor *inputs[1] = {&step};
        status = gv_execute_op(ctx, gv_identity_kernel, NULL, inputs, 1u, plain,
                               moded ? mode : GV_OUT_ACC_DYNAMIC_RESCALE, grad);
    }
    ctx->scratch.used = mark;
    return status;
}

gv_status gv_add_raw(gv_ctx *ctx, gv_tensor *target, const gv_tensor *raw)
{
    if (raw->dtype == GV_FLOAT32) {
        for (uint32_t i = 0; i < target->count; i++) {
            gv_f32(target)[i] = gv_f32(target)[i] + gv_f32(raw)[i];
        }
        return GV_OK;
    }
    size_t mark = ctx->scratch.used;
    float *sums = gv_scratch(ctx, (size_t)target->count * sizeof *sums);
    if (sums == NULL) {
        return gv_fail(ctx, GV_E_MEMORY, "a gradient sum does not fit the scratch arena");
    }
    for (uint32_t i = 0; i < target->count; i++) {
        float old = gv_decode_symmetric(gv_i32(target)[i], target->scale);
        float step = gv_decode_symmetric(gv_i32(raw)[i], raw->scale);
        sums[i] = old + step;
    }
    gv_quantize_values(ctx, sums, target->count, target->bits, target->rounding, gv_i32(target),
                       &target->scale);
    ctx->scratch.used = mark;
    return GV_OK;
}

gv_status gv_produce(gv_ctx *ctx, gv_kernel kernel, void *data, const gv_tensor *const *operands,
                     uint32_t count, gv_arithmetic arithmetic, gv_tensor *wire)
{
    if (ctx->contract->producers == GV_PRODUCERS_RESTORED) {
        return gv_execute_op(ctx, kernel, data, operands, count, arithmetic, GV_OUT_WRITE, wire);
    }
    /* what a kernel rounds by is the wire's record: there is no other */
    gv_tensor raw = *wire;
    GV_TRY(kernel(ctx, operands, &raw, data));
    wire->scale = raw.scale;
    return GV_OK;
}
