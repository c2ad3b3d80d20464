/* S63, L5. */
#include "sdk/gv_params.h"

int32_t gv_param_int_or(gv_call *call, const char *name, int32_t otherwise)
{
    return gv_param_has(call, name) ? gv_param_int(call, name) : otherwise;
}

float gv_param_f32_or(gv_call *call, const char *name, float otherwise)
{
    return gv_param_has(call, name) ? gv_param_f32(call, name) : otherwise;
}

uint32_t gv_param_word(gv_call *call, const char *name, const char *const *words, uint32_t count)
{
    for (uint32_t k = 0; k < count; k++) {
        if (gv_param_is(call, name, words[k])) {
            return k;
        }
    }
    return count;
}

gv_arithmetic gv_param_arithmetic(gv_call *call, const char *type_name, const char *rounding_name)
{
    bool sym = gv_param_is(call, type_name, "ARITH_SYM_INT32");
    return (gv_arithmetic){
        .type = sym ? GV_ARITH_SYM_INT32 : GV_ARITH_FLOAT32,
        .rounding = gv_param_rounding(call, rounding_name),
    };
}

gv_out_mode gv_param_out_mode(gv_call *call, const char *name)
{
    if (gv_param_is(call, name, "OUT_ACC_DYNAMIC_RESCALE")) {
        return GV_OUT_ACC_DYNAMIC_RESCALE;
    }
    return gv_param_is(call, name, "OUT_ACC_FIXED_SCALE") ? GV_OUT_ACC_FIXED_SCALE : GV_OUT_WRITE;
}

gv_window gv_param_window(gv_call *call)
{
    gv_padding padding = GV_PAD_VALID;
    if (gv_param_is(call, "padding", "SAME")) {
        padding = GV_PAD_SAME;
    } else if (gv_param_is(call, "padding", "EXPLICIT")) {
        padding = GV_PAD_EXPLICIT;
    }
    return (gv_window){
        .kernel = (uint32_t)gv_param_int(call, "kernel"),
        .stride = (uint32_t)gv_param_int(call, "stride"),
        .dilation = (uint32_t)gv_param_int(call, "dilation"),
        .padding = padding,
        .amount = (uint32_t)gv_param_int(call, "padding_amount"),
    };
}
