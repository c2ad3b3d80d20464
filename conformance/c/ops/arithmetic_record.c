/* arithmetic_record: what a quantization record implies (S63). */
#include "gen/ops.h"
#include "gv_funnel.h"

gv_status gv_op_arithmetic_record(gv_ctx *ctx, gv_call *call)
{
    (void)ctx;
    gv_tensor *arithmetic = gv_need_as(call, "arithmetic", GV_INT32);
    if (arithmetic == NULL) {
        return gv_call_status(call);
    }
    gv_arithmetic implied = gv_arithmetic_of(gv_find(call, "record"));
    gv_i32(arithmetic)[0] = implied.type == GV_ARITH_SYM_INT32 ? 1 : 0;
    gv_i32(arithmetic)[1] = implied.rounding == GV_SR_HALF_AWAY ? 1 : 0;
    return GV_OK;
}
