/* encode_affine: float32 values on a given affine grid (S26). */
#include "gen/ops.h"
#include "gv_affine.h"
#include "gv_pack.h"

gv_status gv_op_encode_affine(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need_as(call, "x", GV_FLOAT32);
    gv_tensor *y = gv_need_as(call, "y", GV_ASYM);
    GV_TRY(gv_call_status(call));
    if (x->count != y->count || y->bits < 1u || y->bits > 30u) {
        return gv_fail(ctx, GV_E_ARG, "x and y differ in count, or y has no valid width");
    }
    int32_t *codes = gv_scratch(ctx, (size_t)x->count * sizeof *codes);
    if (codes == NULL) {
        return gv_fail(ctx, GV_E_MEMORY, "the codes do not fit the scratch arena");
    }
    gv_grid grid = {.scale = y->scale, .zero_point = y->zero_point};
    for (uint32_t i = 0; i < x->count; i++) {
        codes[i] = gv_encode_affine(ctx, gv_f32(x)[i], grid, y->bits, y->rounding);
    }
    gv_pack_codes(codes, x->count, y->bits, gv_bytes(y));
    return GV_OK;
}
