/* tensor_init: a validated record over zero-filled storage (S2). */
#include <string.h>

#include "gen/ops.h"
#include "gv_convert.h"

gv_status gv_op_tensor_init(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *y = gv_need(call, "y");
    if (y == NULL) {
        return gv_call_status(call);
    }
    GV_TRY(gv_guard_record(ctx, y->dtype, y->bits));
    memset(y->data, 0, y->bytes);
    y->scale = 1.0f;
    y->zero_point = 0;
    return GV_OK;
}
