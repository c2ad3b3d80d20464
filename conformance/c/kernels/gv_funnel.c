/* S63-S72. */
#include "gv_funnel.h"

#include <string.h>

#include "gv_accumulate.h"
#include "gv_contract.h"
#include "gv_convert.h"

gv_arithmetic gv_arithmetic_of(const gv_tensor *record)
{
    if (record == NULL) {
        return (gv_arithmetic){.type = GV_ARITH_FLOAT32, .rounding = GV_HALF_AWAY};
    }
    switch (record->dtype) {
    case GV_SYM_INT32:
        return (gv_arithmetic){.type = GV_ARITH_SYM_INT32, .rounding = record->rounding};
    case GV_SYM:
    case GV_ASYM:
        return (gv_arithmetic){.type = GV_ARITH_FLOAT32, .rounding = record->rounding};
    default:
        return (gv_arithmetic){.type = GV_ARITH_FLOAT32, .rounding = GV_HALF_AWAY};
    }
}

static gv_dtype format_of(gv_arithmetic arithmetic)
{
    return arithmetic.type == GV_ARITH_SYM_INT32 ? GV_SYM_INT32 : GV_FLOAT32;
}

gv_status gv_make_raw(gv_ctx *ctx, const gv_tensor *like, gv_arithmetic arithmetic, gv_tensor *raw)
{
    gv_dtype format = format_of(arithmetic);
    uint32_t bits = format == GV_SYM_INT32 ? ctx->contract->operand_bits : 0u;
    return gv_make_scratch(ctx, like, format, bits, arithmetic.rounding, raw);
}

const gv_tensor *gv_prepare_operand(gv_ctx *ctx, const gv_tensor *input, gv_arithmetic arithmetic,
                                    gv_tensor *scratch, gv_status *status)
{
    *status = GV_OK;
    if (input->dtype == format_of(arithmetic)) {
        return input;
    }
    *status = gv_make_raw(ctx, input, arithmetic, scratch);
    if (*status == GV_OK) {
        *status = gv_convert(ctx, input, scratch, arithmetic.rounding);
    }
    return *status == GV_OK ? scratch : NULL;
}

gv_status gv_write_output(gv_ctx *ctx, const gv_tensor *raw, gv_tensor *target, gv_arithmetic arithmetic)
{
    bool owned = ctx->contract->write_rounding == GV_WRITE_ROUNDING_OPERATION;
    return gv_execute_convert(ctx, raw, target, owned ? arithmetic.rounding : target->rounding);
}

static gv_status accumulate_sym_int32(gv_ctx *ctx, const gv_tensor *raw, gv_tensor *target, bool fixed)
{
    if (fixed) {
        return gv_accumulate_sym_fixed(ctx, target, raw);
    }
    return raw->dtype == GV_SYM_INT32 ? gv_accumulate_sym_dynamic(ctx, target, raw)
                                      : gv_accumulate_sym_float_increment(ctx, target, raw);
}

gv_status gv_accumulate_output(gv_ctx *ctx, const gv_tensor *raw, gv_tensor *target, gv_out_mode mode)
{
    bool fixed = mode == GV_OUT_ACC_FIXED_SCALE;
    if (target->dtype == GV_INT32 || target->dtype == GV_BOOL) {
        return gv_fail(ctx, GV_E_REFUSED, "A14: an INT32 or BOOL target does not accumulate");
    }
    GV_TRY(gv_guard_gradient_width(ctx, target));
    switch (target->dtype) {
    case GV_FLOAT32:
        return gv_accumulate_float32(ctx, target, raw);
    case GV_SYM_INT32:
        return accumulate_sym_int32(ctx, raw, target, fixed);
    case GV_SYM:
        return fixed ? gv_accumulate_packed_fixed(ctx, target, raw)
                     : gv_accumulate_packed_rescale(ctx, target, raw);
    default:
        return fixed ? gv_fail(ctx, GV_E_REFUSED, "A14: an ASYM target has no fixed scale")
                     : gv_accumulate_asym(ctx, target, raw);
    }
}

gv_status gv_guard_accumulate_mode(gv_ctx *ctx, gv_out_mode mode)
{
    return mode == GV_OUT_WRITE ? gv_fail(ctx, GV_E_REFUSED, "A15: a gradient needs an accumulate mode")
                                : GV_OK;
}

/* Prologue, kernel and epilogue; the caller gives the scratch back. */
static gv_status run_phases(gv_ctx *ctx, gv_kernel kernel, void *data, const gv_tensor *const *inputs,
                            uint32_t input_count, gv_arithmetic arithmetic, gv_out_mode mode,
                            gv_tensor *target)
{
    gv_tensor converted[GV_MAX_INPUTS];
    const gv_tensor *operands[GV_MAX_INPUTS] = {NULL};
    gv_status status = GV_OK;
    for (uint32_t i = 0; i < input_count; i++) {
        operands[i] = gv_prepare_operand(ctx, inputs[i], arithmetic, &converted[i], &status);
        GV_TRY(status);
    }
    gv_tensor raw;
    status = gv_make_raw(ctx, target, arithmetic, &raw);
    if (status == GV_OK) {
        /* a kernel of fewer results leaves the others 0 */
        memset(raw.data, 0, raw.bytes);
        status = kernel(ctx, operands, &raw, data);
    }
    GV_TRY(status);
    return mode == GV_OUT_WRITE ? gv_write_output(ctx, &raw, target, arithmetic)
                                : gv_accumulate_output(ctx, &raw, target, mode);
}

gv_status gv_execute_op(gv_ctx *ctx, gv_kernel kernel, void *data, const gv_tensor *const *inputs,
                        uint32_t input_count, gv_arithmetic arithmetic, gv_out_mode mode,
                        gv_tensor *target)
{
    if (input_count > GV_MAX_INPUTS) {
        return gv_fail(ctx, GV_E_REFUSED, "A13: an operation takes at most 3 inputs");
    }
    size_t mark = ctx->scratch.used;
    gv_status status = run_phases(ctx, kernel, data, inputs, input_count, arithmetic, mode, target);
    ctx->scratch.used = mark;
    return status;
}

gv_status gv_identity_kernel(gv_ctx *ctx, const gv_tensor *const *operands, gv_tensor *raw, void *data)
{
    (void)ctx;
    (void)data;
    memcpy(raw->data, operands[0]->data, raw->bytes);
    if (raw->dtype == GV_SYM_INT32) {
        raw->scale = operands[0]->scale;
    }
    return GV_OK;
}
