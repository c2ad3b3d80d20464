/* addcmul: scaled product added (S107). */
#include "gen/ops.h"
#include "gv_fused.h"

gv_status gv_op_addcmul(gv_ctx *ctx, gv_call *call)
{
    float s = gv_param_f32(call, "s");
    gv_tensor *a = gv_need(call, "a");
    gv_tensor *b = gv_need(call, "b");
    gv_tensor *c = gv_need(call, "c");
    GV_TRY(gv_call_status(call));
    return gv_addcmul(ctx, a, b, c, s);
}
