/* affine_grid: scale and zero point of float data (S22, S24). */
#include "gen/ops.h"
#include "gv_affine.h"

gv_status gv_op_affine_grid(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need_as(call, "x", GV_FLOAT32);
    gv_tensor *y = gv_need_as(call, "y", GV_ASYM);
    GV_TRY(gv_call_status(call));
    if (x->count == 0u) {
        return gv_fail(ctx, GV_E_ARG, "a grid needs at least one value");
    }
    float low;
    float high;
    gv_scan_range(gv_f32(x), x->count, &low, &high);
    gv_grid grid;
    GV_TRY(gv_derive_grid(ctx, low, high, y->bits, y->rounding, &grid));
    y->scale = grid.scale;
    y->zero_point = grid.zero_point;
    return GV_OK;
}
