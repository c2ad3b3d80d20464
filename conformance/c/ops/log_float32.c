/* log_float32: correctly rounded log (L28, libm). */
#include "gen/ops.h"
#include "gv_exp_log.h"

gv_status gv_op_log_float32(gv_ctx *ctx, gv_call *call)
{
    return gv_map_float32(ctx, call, gv_log_f32);
}
