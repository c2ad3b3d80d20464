/* accumulate_asym: an increment into ASYM, fresh grid (S62). */
#include "gen/ops.h"
#include "gv_accumulate.h"

gv_status gv_op_accumulate_asym(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *target = gv_need(call, "target");
    bool aliased = gv_param_is(call, "alias", "target");
    gv_tensor *increment = aliased ? target : gv_need(call, "increment");
    GV_TRY(gv_call_status(call));
    return gv_accumulate_asym(ctx, target, increment);
}
