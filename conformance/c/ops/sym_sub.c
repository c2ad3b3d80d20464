/* sym_sub: mantissas of one scale subtracted raw, else values encoded (S78). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_sym_sub(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *a = gv_need_as(call, "a", GV_SYM_INT32);
    gv_tensor *b = gv_need_as(call, "b", GV_SYM_INT32);
    gv_tensor *y = gv_need_as(call, "y", GV_SYM_INT32);
    GV_TRY(gv_call_status(call));
    if (a->scale == b->scale) {
        return gv_sym_equal(ctx, GV_SUB, a, b, y);
    }
    return gv_sym_encoded(ctx, GV_SUB, a, b, y);
}
