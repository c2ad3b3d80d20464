/* cross_entropy_mean_scale: factor of all gradients of a macro batch (L28). */
#include "gen/ops.h"
#include "gv_loss.h"

gv_status gv_op_cross_entropy_mean_scale(gv_ctx *ctx, gv_call *call)
{
    (void)ctx;
    int32_t samples = gv_param_int(call, "samples");
    gv_tensor *factor = gv_need_as(call, "factor", GV_FLOAT32);
    GV_TRY(gv_call_status(call));
    gv_f32(factor)[0] = gv_cross_entropy_factor((uint32_t)samples);
    return GV_OK;
}
