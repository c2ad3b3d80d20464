/* L30. */
#include "gv_quantization.h"

#include "gv_convert.h"

gv_status gv_quantize_wire(gv_ctx *ctx, const gv_tensor *from, gv_tensor *to)
{
    if (from->dtype == to->dtype && from->dtype != GV_SYM_INT32) {
        return gv_fail(ctx, GV_E_REFUSED, "A22: a Quantization layer from a dtype to itself");
    }
    return gv_execute_convert(ctx, from, to, to->rounding);
}
