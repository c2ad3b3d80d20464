/* execute_convert: a storage encode in the mode of the target (S69). */
#include "gen/ops.h"
#include "gv_convert.h"

gv_status gv_op_execute_convert(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_execute_convert(ctx, x, y, y->rounding);
}
