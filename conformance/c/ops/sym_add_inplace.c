/* sym_add_inplace: values added and encoded into a (S77). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_sym_add_inplace(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *a = gv_need_as(call, "a", GV_SYM_INT32);
    gv_tensor *b = gv_need_as(call, "b", GV_SYM_INT32);
    GV_TRY(gv_call_status(call));
    return gv_sym_encoded(ctx, GV_ADD, a, b, a);
}
