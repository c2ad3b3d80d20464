/* window_geometry: length, paddings and slices of a window (S88, S89). */
#include "gen/ops.h"
#include "gv_window.h"

gv_status gv_op_window_geometry(gv_ctx *ctx, gv_call *call)
{
    gv_window window = gv_param_window(call);
    uint32_t length = (uint32_t)gv_param_int(call, "length");
    gv_tensor *out = gv_need_as(call, "geometry", GV_INT32);
    gv_tensor *slices = gv_find(call, "slices");
    GV_TRY(gv_call_status(call));
    gv_geometry geometry = gv_window_geometry(&window, length);
    if (out->count != 3u || (slices != NULL && slices->count != 3u * geometry.outputs)) {
        return gv_fail(ctx, GV_E_ARG, "geometry is [3], slices are [outputs, 3]");
    }
    gv_i32(out)[0] = (int32_t)geometry.outputs;
    gv_i32(out)[1] = (int32_t)geometry.pad_left;
    gv_i32(out)[2] = (int32_t)geometry.pad_right;
    for (uint32_t o = 0; slices != NULL && o < geometry.outputs; o++) {
        gv_slice slice = gv_window_slice(&window, length, geometry.pad_left, o);
        gv_i32(slices)[3u * o] = (int32_t)slice.input;
        gv_i32(slices)[3u * o + 1u] = (int32_t)slice.tap;
        gv_i32(slices)[3u * o + 2u] = (int32_t)slice.count;
    }
    return GV_OK;
}
