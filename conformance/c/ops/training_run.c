/* training_run: consecutive training steps over stacked samples, all state carried (L34). */
#include "gen/ops.h"
#include "gv_model.h"

gv_status gv_op_training_run(gv_ctx *ctx, gv_call *call)
{
    return gv_train_call(ctx, call);
}
