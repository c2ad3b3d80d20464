/* accumulate_packed_rescale: an increment into SYM, fresh scale (S61). */
#include "gen/ops.h"
#include "gv_accumulate.h"

gv_status gv_op_accumulate_packed_rescale(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *target = gv_need(call, "target");
    bool aliased = gv_param_is(call, "alias", "target");
    gv_tensor *increment = aliased ? target : gv_need(call, "increment");
    GV_TRY(gv_call_status(call));
    return gv_accumulate_packed_rescale(ctx, target, increment);
}
