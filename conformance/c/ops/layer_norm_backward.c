/* layer_norm_backward: gradients of LayerNorm (L14, L16). */
#include "gen/ops.h"
#include "gv_norm.h"

gv_status gv_op_layer_norm_backward(gv_ctx *ctx, gv_call *call)
{
    gv_norm norm = {.eps = gv_param_f32(call, "eps")};
    gv_norm_steps steps = gv_param_norm_steps(call);
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *dy = gv_need(call, "dy");
    gv_tensor *gamma = gv_need(call, "gamma");
    gv_tensor *dx = gv_need(call, "dx");
    GV_TRY(gv_call_status(call));
    return gv_norm_backward(ctx, &norm, &steps, x, dy, gamma, dx);
}
