/* quantization_forward: Quantization layer, forward (L30, S112). */
#include "gen/ops.h"
#include "gv_quantization.h"

gv_status gv_op_quantization_forward(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need(call, "y");
    GV_TRY(gv_call_status(call));
    return gv_quantize_wire(ctx, x, y);
}
