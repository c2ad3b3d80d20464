/* sym_add_int32: int32 values added to mantissas (S82). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_sym_add_int32(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *a = gv_need_as(call, "a", GV_SYM_INT32);
    gv_tensor *b = gv_need_as(call, "b", GV_INT32);
    GV_TRY(gv_call_status(call));
    return gv_sym_add_plain(ctx, a, b);
}
