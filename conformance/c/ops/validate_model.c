/* validate_model: every violation of a model, by layer (H5). */
#include "gen/ops.h"
#include "gv_validator.h"

#define LAYERS 8

static gv_validated_layer layer_at(gv_call *call, int32_t i)
{
    char kind[] = "l0_kind";
    char output[] = "l0_output";
    char forward[] = "l0_forward";
    kind[1] = output[1] = forward[1] = (char)('0' + i);
    gv_validated_layer layer = {.is_null = gv_param_is(call, kind, "null"), .kind = GV_LAYER_KINDS};
    if (layer.is_null) {
        return layer;
    }
    layer.kind = (gv_layer_kind)gv_param_word(call, kind, gv_layer_words, GV_LAYER_KINDS);
    layer.sym_output = gv_param_is(call, output, "SYM_INT32");
    layer.sym_forward = gv_param_is(call, forward, "ARITH_SYM_INT32");
    return layer;
}

gv_status gv_op_validate_model(gv_ctx *ctx, gv_call *call)
{
    static const char *const rules[] = {"V1", "V2", "V3", "V4"};
    gv_rule rule = GV_RULE_V1;
    for (uint32_t k = 0; k < 4u; k++) {
        rule = gv_param_is(call, "rule", rules[k]) ? (gv_rule)k : rule;
    }
    int32_t count = gv_param_int(call, "layers");
    gv_tensor *valid = gv_need_as(call, "valid", GV_INT32);
    gv_tensor *violations = gv_need_as(call, "violations", GV_INT32);
    gv_validated_layer layers[LAYERS];
    for (int32_t i = 0; i < count && i < LAYERS; i++) {
        layers[i] = layer_at(call, i);
    }
    if (gv_call_status(call) != GV_OK || count > LAYERS) {
        return gv_fail(ctx, GV_E_ARG, "a model that cannot be read");
    }
    int32_t found = count < 0 ? (int32_t)GV_NULL_MODEL : (int32_t)GV_VALID;
    gv_i32(violations)[0] = found;
    for (int32_t i = 0; i < count; i++) {
        gv_violation violation = gv_validate_layer(layers, (uint32_t)count, rule, (uint32_t)i);
        gv_i32(violations)[i] = (int32_t)violation;
        found |= (int32_t)violation;
    }
    gv_i32(valid)[0] = found == 0 ? 1 : 0;
    return GV_OK;
}
