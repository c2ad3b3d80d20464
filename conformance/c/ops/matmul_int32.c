/* matmul_int32: integer products, sums starting at a seed per column (S84). */
#include "gen/ops.h"
#include "gv_matmul.h"

gv_status gv_op_matmul_int32(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *a = gv_need(call, "a");
    gv_tensor *b = gv_need(call, "b");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_matmul_int32(ctx, a, b, gv_find(call, "bias"), y);
}
