/* threshold_sym_zero: negative mantissas replaced (S109). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_threshold_sym_zero(gv_ctx *ctx, gv_call *call)
{
    int32_t alt = gv_param_int(call, "alt");
    gv_tensor *x = gv_need_as(call, "x", GV_SYM_INT32);
    gv_tensor *y = gv_need_as(call, "y", GV_SYM_INT32);
    GV_TRY(gv_call_status(call));
    (void)ctx;
    gv_threshold_int32(gv_i32(x), x->count, 0, alt, gv_i32(y));
    return GV_OK;
}
