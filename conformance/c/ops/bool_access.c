/* bool_access: reads a bit, then sets it (S7). */
#include "gen/ops.h"
#include "gv_pack.h"

gv_status gv_op_bool_access(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *t = gv_need(call, "t");
    gv_tensor *index = gv_need_as(call, "index", GV_INT32);
    gv_tensor *value = gv_need_as(call, "value", GV_INT32);
    gv_tensor *y = gv_need_as(call, "y", GV_INT32);
    GV_TRY(gv_call_status(call));
    if (t->dtype != GV_BOOL && index->count > 0u) {
        return gv_fail(ctx, GV_E_REFUSED, "A4: bit access on another format");
    }
    if (index->count != value->count || index->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "index, value and y have different counts");
    }
    for (uint32_t i = 0; i < index->count; i++) {
        uint32_t at = (uint32_t)gv_i32(index)[i];
        if (at >= t->count) {
            return gv_fail(ctx, GV_E_ARG, "an index is beyond the tensor");
        }
        gv_i32(y)[i] = gv_get_bool(gv_bytes(t), at);
        gv_set_bool(gv_bytes(t), at, gv_i32(value)[i] != 0);
    }
    return GV_OK;
}
