/* requant_fixed: SYM_INT32 to SYM_INT32 at the target's scale (S52). */
#include "gen/ops.h"
#include "gv_quant.h"

gv_status gv_op_requant_fixed(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_requant_fixed(ctx, x, y, y->rounding);
}
