/* decode_window: a block of decoded elements (S54). */
#include "gen/ops.h"
#include "gv_convert.h"

gv_status gv_op_decode_window(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    int32_t offset = gv_param_int(call, "offset");
    int32_t count = gv_param_int(call, "count");
    GV_TRY(gv_call_status(call));
    if (offset < 0 || count < 0 || y->count != (uint32_t)count) {
        return gv_fail(ctx, GV_E_ARG, "y does not have the count of the window");
    }
    return gv_decode_window(ctx, x, (uint32_t)offset, (uint32_t)count, gv_f32(y));
}
