/* adaptive_window: start and count of a window (S95). */
#include "gen/ops.h"
#include "gv_window.h"

gv_status gv_op_adaptive_window(gv_ctx *ctx, gv_call *call)
{
    uint32_t length = (uint32_t)gv_param_int(call, "length");
    uint32_t outputs = (uint32_t)gv_param_int(call, "outputs");
    uint32_t o = (uint32_t)gv_param_int(call, "index");
    gv_tensor *window = gv_need_as(call, "window", GV_INT32);
    GV_TRY(gv_call_status(call));
    if (length == 0u || o >= outputs) {
        return gv_fail(ctx, GV_E_REFUSED, "A18: there is no such adaptive window");
    }
    uint32_t first;
    uint32_t count;
    gv_adaptive_window(o, length, outputs, &first, &count);
    gv_i32(window)[0] = (int32_t)first;
    gv_i32(window)[1] = (int32_t)count;
    return GV_OK;
}
