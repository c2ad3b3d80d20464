/* execute_op: an identity or product kernel through the funnel (S63-S72). */
#include "gen/ops.h"
#include "gv_funnel.h"
#include "gv_matmul.h"

/* x0 * x1 + x2; `data` is not NULL where there is a bias. */
static gv_status product_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    const gv_tensor *bias = data == NULL ? NULL : operands[2];
    if (raw->dtype == GV_FLOAT32) {
        return gv_matmul_float32(ctx, operands[0], operands[1], bias, raw);
    }
    return gv_matmul_sym(ctx, operands[0], operands[1], bias, raw);
}

static uint32_t find_inputs(const gv_call *call, const gv_tensor **inputs)
{
    static const char *const names[] = {"x0", "x1", "x2", "x3"};
    uint32_t count = 0;
    while (count < 4u && gv_find(call, names[count]) != NULL) {
        inputs[count] = gv_find(call, names[count]);
        count++;
    }
    return count;
}

gv_status gv_op_execute_op(gv_ctx *ctx, gv_call *call)
{
    gv_arithmetic arithmetic = gv_param_arithmetic(call, "arithmetic", "rounding");
    gv_out_mode mode = gv_param_out_mode(call, "mode");
    bool gradient = gv_param_is(call, "site", "gradient");
    bool product = gv_param_is(call, "kernel", "product");
    gv_tensor *target = gv_need(call, mode == GV_OUT_WRITE ? "y" : "target");
    gv_need(call, "x0");
    GV_TRY(gv_call_status(call));
    GV_TRY(gradient ? gv_guard_accumulate_mode(ctx, mode) : GV_OK);
    const gv_tensor *inputs[4] = {NULL};
    uint32_t count = find_inputs(call, inputs);
    return gv_execute_op(ctx, product ? product_kernel : gv_identity_kernel, count > 2u ? call : NULL, inputs,
                         count, arithmetic, mode, target);
}
