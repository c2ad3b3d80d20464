/* pack_bits: the low bits of int32 codes into one bit stream (S5). */
#include "gen/ops.h"
#include "gv_pack.h"

gv_status gv_op_pack_bits(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need_as(call, "x", GV_INT32);
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    if (x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "x and y have different counts");
    }
    gv_pack_codes(gv_i32(x), x->count, y->dtype == GV_BOOL ? 1u : y->bits, gv_bytes(y));
    return GV_OK;
}
