/* trajectory: consecutive training steps with all state carried (L34). */
#include "gen/ops.h"
#include "gv_model.h"

gv_status gv_op_trajectory(gv_ctx *ctx, gv_call *call)
{
    return gv_train_call(ctx, call);
}
