/* argmax: class of a metric (L34). */
#include "gen/ops.h"
#include "gv_softmax.h"

gv_status gv_op_argmax(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *index = gv_need_as(call, "index", GV_INT32);
    uint32_t classes = (uint32_t)gv_param_int(call, "classes");
    GV_TRY(gv_call_status(call));
    return gv_argmax(ctx, x, classes, gv_i32(index));
}
