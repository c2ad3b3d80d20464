/* repack: SYM_INT32 mantissas as SYM codes without rescale (S53). */
#include "gen/ops.h"
#include "gv_convert.h"

gv_status gv_op_repack(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_repack(ctx, x, y);
}
