/* tensor_copy: dims, order, record and payload (S9). */
#include "gen/ops.h"
#include "gv_convert.h"

gv_status gv_op_tensor_copy(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_copy_tensor(ctx, x, y);
}
