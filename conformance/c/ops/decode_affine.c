/* decode_affine: ASYM codes to float32 (S27). */
#include "gen/ops.h"
#include "gv_convert.h"

gv_status gv_op_decode_affine(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need_as(call, "x", GV_ASYM);
    gv_tensor *y = gv_need_as(call, "y", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    if (x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "x and y have different counts");
    }
    return gv_decode_values(ctx, x, gv_f32(y));
}
