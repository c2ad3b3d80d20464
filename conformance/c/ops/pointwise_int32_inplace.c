/* pointwise_int32_inplace: int32 elements into the slots of a (S74, S75). */
#include "gen/ops.h"
#include "gv_pointwise.h"

gv_status gv_op_pointwise_int32_inplace(gv_ctx *ctx, gv_call *call)
{
    gv_element_fn fn = gv_param_element_fn(call, "fn");
    gv_tensor *a = gv_need_as(call, "a", GV_INT32);
    gv_tensor *b = gv_need_as(call, "b", GV_INT32);
    GV_TRY(gv_call_status(call));
    return gv_pointwise_inplace(ctx, fn, a, b);
}
