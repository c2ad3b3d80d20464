/* unpack_bits: codes of a packed payload, sign-extended for SYM (S5, S6). */
#include "gen/ops.h"
#include "gv_convert.h"
#include "gv_pack.h"

gv_status gv_op_unpack_bits(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need_as(call, "y", GV_INT32);
    GV_TRY(gv_call_status(call));
    if (x->count != y->count) {
        return gv_fail(ctx, GV_E_ARG, "x and y have different counts");
    }
    if (x->dtype == GV_BOOL) {
        gv_unpack_codes(gv_bytes(x), x->count, 1, gv_i32(y));
        return GV_OK;
    }
    return gv_read_codes(ctx, x, gv_i32(y));
}
