/* L1. */
#include "gv_linear.h"

#include "gv_contract.h"
#include "gv_matmul.h"

gv_status gv_linear_forward_raw(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *weight,
                                const gv_tensor *bias, gv_tensor *y)
{
    gv_tensor transposed = gv_transpose_view(weight);
    return gv_matmul_sym(ctx, x, &transposed, bias, y);
}

/* As a funnel kernel over x, weight and, where data is not NULL, the bias. */
static gv_status forward_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    const gv_tensor *bias = data == NULL ? NULL : operands[2];
    if (raw->dtype == GV_SYM_INT32) {
        return gv_linear_forward_raw(ctx, operands[0], operands[1], bias, raw);
    }
    gv_tensor transposed = gv_transpose_view(operands[1]);
    return gv_matmul_float32(ctx, operands[0], &transposed, bias, raw);
}

gv_status gv_linear_forward(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *weight,
                            const gv_tensor *bias, gv_arithmetic arithmetic, gv_tensor *y)
{
    const gv_tensor *operands[3] = {x, weight, bias};
    uint32_t count = bias == NULL ? 2u : 3u;
    void *has_bias = bias == NULL ? NULL : y;
    if (ctx->contract->producers == GV_PRODUCERS_RESTORED) {
        return gv_execute_op(ctx, forward_kernel, has_bias, operands, count, arithmetic, GV_OUT_WRITE, y);
    }
    gv_dtype format = arithmetic.type == GV_ARITH_SYM_INT32 ? GV_SYM_INT32 : GV_FLOAT32;
    if (y->dtype != format) {
        return gv_fail(ctx, GV_E_ARG, "the output of a raw producer has the format of the arithmetic");
    }
    return forward_kernel(ctx, operands, y, has_bias);
}
