/* accumulate_packed_fixed: an increment into SYM on its stored grid (S60). */
#include "gen/ops.h"
#include "gv_accumulate.h"

gv_status gv_op_accumulate_packed_fixed(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *target = gv_need(call, "target");
    bool aliased = gv_param_is(call, "alias", "target");
    gv_tensor *increment = aliased ? target : gv_need(call, "increment");
    GV_TRY(gv_call_status(call));
    return gv_accumulate_packed_fixed(ctx, target, increment);
}
