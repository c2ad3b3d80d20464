/* sub_row: a row subtracted from each row (S104). */
#include "gen/ops.h"
#include "gv_fused.h"

gv_status gv_op_sub_row(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *m = gv_need(call, "m");
    gv_tensor *vector = gv_need(call, "vector");
    gv_tensor *out = gv_need(call, "out");
    GV_TRY(gv_call_status(call));
    return gv_sub_row(ctx, m, vector, out);
}
