/* layer_norm_forward: LayerNorm in either arithmetic (L14, L15). */
#include "gen/ops.h"
#include "gv_norm.h"

gv_status gv_op_layer_norm_forward(gv_ctx *ctx, gv_call *call)
{
    gv_norm norm = {.eps = gv_param_f32(call, "eps")};
    gv_arithmetic arithmetic = gv_param_arithmetic(call, "arithmetic", "rounding");
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *gamma = gv_need(call, "gamma");
    gv_tensor *beta = gv_need(call, "beta");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_norm_forward(ctx, &norm, x, gamma, beta, arithmetic, y);
}
