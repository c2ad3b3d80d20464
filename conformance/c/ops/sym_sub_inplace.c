/* sym_sub_inplace: mantissas of one scale subtracted from a, raw (S79). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_sym_sub_inplace(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *a = gv_need_as(call, "a", GV_SYM_INT32);
    gv_tensor *b = gv_need_as(call, "b", GV_SYM_INT32);
    GV_TRY(gv_call_status(call));
    return gv_sym_equal(ctx, GV_SUB, a, b, a);
}
