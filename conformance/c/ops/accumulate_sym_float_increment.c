/* accumulate_sym_float_increment: FLOAT32 into SYM_INT32 through the operand width (S58). */
#include "gen/ops.h"
#include "gv_accumulate.h"

gv_status gv_op_accumulate_sym_float_increment(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *target = gv_need(call, "target");
    bool aliased = gv_param_is(call, "alias", "target");
    gv_tensor *increment = aliased ? target : gv_need(call, "increment");
    GV_TRY(gv_call_status(call));
    return gv_accumulate_sym_float_increment(ctx, target, increment);
}
