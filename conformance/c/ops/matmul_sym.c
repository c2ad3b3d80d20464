/* matmul_sym: mantissa products with a product scale, raw (S86, S87). */
#include "gen/ops.h"
#include "gv_matmul.h"

gv_status gv_op_matmul_sym(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *a = gv_need(call, "a");
    gv_tensor *b = gv_need(call, "b");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_matmul_sym(ctx, a, b, gv_find(call, "bias"), y);
}
