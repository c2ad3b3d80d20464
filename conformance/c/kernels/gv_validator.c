/* H5. */
#include "gv_validator.h"

static bool is_producer(const gv_validated_layer *layer, gv_rule rule)
{
    bool counts = layer->kind == GV_LAYER_LINEAR || layer->kind == GV_LAYER_LAYER_NORM;
    if (rule != GV_RULE_V1) {
        counts = counts || layer->kind == GV_LAYER_CONV1D || layer->kind == GV_LAYER_CONV1D_TRANSPOSED;
    }
    return counts && (rule == GV_RULE_V3 ? layer->sym_forward : layer->sym_output);
}

gv_violation gv_validate_layer(const gv_validated_layer *layers, uint32_t count, gv_rule rule, uint32_t i)
{
    if (layers[i].is_null) {
        return GV_NULL_LAYER;
    }
    if (rule == GV_RULE_V4 || i + 1u >= count || !is_producer(&layers[i], rule)) {
        return GV_VALID;
    }
    bool followed = !layers[i + 1u].is_null && layers[i + 1u].kind == GV_LAYER_QUANTIZATION;
    return followed ? GV_VALID : GV_UNQUANTIZED_PRODUCER;
}
