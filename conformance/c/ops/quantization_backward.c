/* quantization_backward: Quantization layer, backward (L30, S113). */
#include "gen/ops.h"
#include "gv_quantization.h"

gv_status gv_op_quantization_backward(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *dy = gv_need(call, "dy");
    gv_tensor *dx = gv_need(call, "dx");
    GV_TRY(gv_call_status(call));
    return gv_quantize_wire(ctx, dy, dx);
}
