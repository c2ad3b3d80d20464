/* What a shim sees of a decoded call: tensors and parameters by name. */
#include "gv_harness.h"

#include <msgpuck.h>
#include <string.h>

static void append(char *note, size_t size, const char *text)
{
    size_t used = strlen(note);
    size_t add = strlen(text);
    if (add > size - 1u - used) {
        add = size - 1u - used;
    }
    memcpy(note + used, text, add);
    note[used + add] = '\0';
}

void gv_latch(gv_call *call, const char *what, const char *name)
{
    if (call->status != GV_OK) {
        return;
    }
    call->status = GV_E_ARG;
    call->note[0] = '\0';
    append(call->note, sizeof call->note, what);
    append(call->note, sizeof call->note, name);
    append(call->note, sizeof call->note, "\" is missing or of the wrong kind");
}

gv_status gv_call_status(const gv_call *call)
{
    return call->status;
}

gv_tensor *gv_find(const gv_call *call, const char *name)
{
    for (uint32_t i = 0; i < call->slot_count; i++) {
        if (gv_text_is(call->slots[i].name, name)) {
            return call->slots[i].seen;
        }
    }
    return NULL;
}

gv_tensor *gv_need(gv_call *call, const char *name)
{
    gv_tensor *found = gv_find(call, name);
    if (found == NULL) {
        gv_latch(call, "tensor \"", name);
    }
    return found;
}

gv_tensor *gv_need_as(gv_call *call, const char *name, gv_dtype dtype)
{
    gv_tensor *found = gv_need(call, name);
    if (found != NULL && found->dtype != dtype) {
        gv_latch(call, "tensor \"", name);
        return NULL;
    }
    return found;
}

static const char *find_param(const gv_call *call, const char *name)
{
    for (uint32_t i = 0; i < call->param_count; i++) {
        if (gv_text_is(call->params[i].name, name)) {
            return call->params[i].value;
        }
    }
    return NULL;
}

bool gv_has_word(const gv_call *call, const char *name, const char *word)
{
    const char *value = find_param(call, name);
    if (value == NULL || mp_typeof(*value) != MP_STR) {
        return false;
    }
    gv_text text;
    text.at = mp_decode_str(&value, &text.length);
    return gv_text_is(text, word);
}

bool gv_param_has(const gv_call *call, const char *name)
{
    return find_param(call, name) != NULL;
}

/* The low 32 bits of a number in [-2^31, 2^32); latches anything else. */
static uint32_t number_param(gv_call *call, const char *name)
{
    const char *value = find_param(call, name);
    if (value != NULL && mp_typeof(*value) == MP_UINT) {
        uint64_t number = mp_decode_uint(&value);
        if (number <= UINT32_MAX) {
            return (uint32_t)number;
        }
    } else if (value != NULL && mp_typeof(*value) == MP_INT) {
        int64_t number = mp_decode_int(&value);
        if (number >= INT32_MIN) {
            return (uint32_t)number;
        }
    }
    gv_latch(call, "parameter \"", name);
    return 0;
}

int32_t gv_param_int(gv_call *call, const char *name)
{
    return (int32_t)number_param(call, name);
}

float gv_param_f32(gv_call *call, const char *name)
{
    uint32_t bits = number_param(call, name);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

double gv_param_f64(gv_call *call, const char *name)
{
    const char *value = find_param(call, name);
    double number = 0.0;
    if (value != NULL && mp_typeof(*value) == MP_BIN) {
        uint32_t length;
        const char *bytes = mp_decode_bin(&value, &length);
        if (length == sizeof number) {
            memcpy(&number, bytes, sizeof number);
            return number;
        }
    }
    gv_latch(call, "parameter \"", name);
    return 0.0;
}

static gv_text word_param(gv_call *call, const char *name)
{
    gv_text text = {.at = "", .length = 0};
    const char *value = find_param(call, name);
    if (value != NULL && mp_typeof(*value) == MP_STR) {
        text.at = mp_decode_str(&value, &text.length);
    } else {
        gv_latch(call, "parameter \"", name);
    }
    return text;
}

bool gv_param_is(gv_call *call, const char *name, const char *word)
{
    return gv_text_is(word_param(call, name), word);
}

gv_rounding gv_param_rounding(gv_call *call, const char *name)
{
    gv_text text = word_param(call, name);
    if (gv_text_is(text, "SR_HALF_AWAY")) {
        return GV_SR_HALF_AWAY;
    }
    if (!gv_text_is(text, "HALF_AWAY")) {
        gv_latch(call, "parameter \"", name);
    }
    return GV_HALF_AWAY;
}
