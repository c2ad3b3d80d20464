/* sym_add: mantissas of one scale added, raw (S76). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_sym_add(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *a = gv_need_as(call, "a", GV_SYM_INT32);
    gv_tensor *b = gv_need_as(call, "b", GV_SYM_INT32);
    gv_tensor *y = gv_need_as(call, "y", GV_SYM_INT32);
    GV_TRY(gv_call_status(call));
    return gv_sym_equal(ctx, GV_ADD, a, b, y);
}
