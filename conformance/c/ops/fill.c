/* fill: float values into any numeric format (S55). */
#include "gen/ops.h"
#include "gv_convert.h"

gv_status gv_op_fill(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_fill(ctx, x, y);
}
