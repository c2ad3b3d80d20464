/* quantize_dynamic: FLOAT32 to SYM_INT32 with a fresh scale (S36). */
#include "gen/ops.h"
#include "gv_quant.h"

gv_status gv_op_quantize_dynamic(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_quantize_dynamic(ctx, x, y, y->rounding);
}
