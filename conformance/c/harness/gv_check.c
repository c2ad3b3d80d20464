/*
 * The one place where a call is held against the declaration of its op, before the shim runs: names, roles,
 * formats, kinds and ranges of parameters, and the relations between tensors and parameters.
 */
#include "gv_fit.h"

#include "gv_contract.h"

#include <msgpuck.h>
#include <string.h>

static const gv_declaration declarations[] = {
#define GV_CALL(op, tensors, params, fits) {#op, tensors, params, fits, false},
#define GV_MODEL_CALL(op, tensors, params, fits) {#op, tensors, params, fits, true},
#define GV_LAYER(kind, forward, backward)
#include "gen/calls.def"
#undef GV_CALL
#undef GV_MODEL_CALL
#undef GV_LAYER
};

const gv_declaration *gv_find_declaration(gv_text op)
{
    for (size_t i = 0; i < sizeof declarations / sizeof declarations[0]; i++) {
        if (gv_text_is(op, declarations[i].op)) {
            return &declarations[i];
        }
    }
    return NULL;
}

static void append(gv_call *call, gv_text text)
{
    size_t used = strlen(call->note);
    size_t room = sizeof call->note - 1u - used;
    size_t add = text.length < room ? text.length : room;
    for (size_t i = 0; i < add; i++) {
        /* names come from the message and go into one: what is not plain ASCII is not repeated */
        char c = text.at[i];
        call->note[used + i] = c >= ' ' && c <= '~' ? c : '?';
    }
    call->note[used + add] = '\0';
}

static void append_word(gv_call *call, const char *word)
{
    append(call, (gv_text){.at = word, .length = (uint32_t)strlen(word)});
}

gv_status gv_blame(gv_call *call, const char *what, gv_text name, const char *says)
{
    call->status = GV_E_ARG;
    call->note[0] = '\0';
    append_word(call, what);
    append_word(call, " \"");
    append(call, name);
    append_word(call, "\" ");
    append_word(call, says);
    return GV_E_ARG;
}

static gv_text text_of(const char *words)
{
    return (gv_text){.at = words, .length = (uint32_t)strlen(words)};
}

/* A declared tensor or parameter: `name`, `?` if it may be absent, a mark, and what it may be. */
typedef struct {
    gv_text name;
    bool optional;
    char mark; /* of a tensor: < input, > target, = updated in place; of a parameter: : */
    gv_text values;
} entry;

static bool take_entry(gv_text *rest, entry *e)
{
    gv_text word;
    if (!gv_take(rest, ' ', &word)) {
        return false;
    }
    uint32_t length = 0;
    while (strchr("?<>=:", word.at[length]) == NULL) {
        length++;
    }
    e->name = (gv_text){.at = word.at, .length = length};
    e->optional = word.at[length] == '?';
    length += e->optional ? 1u : 0u;
    e->mark = word.at[length];
    e->values = (gv_text){.at = word.at + length + 1u, .length = word.length - length - 1u};
    return true;
}

static bool find_entry(const char *words, gv_text name, entry *e)
{
    gv_text rest = text_of(words);
    while (take_entry(&rest, e)) {
        if (gv_matches_name(e->name, name, -1)) {
            return true;
        }
    }
    return false;
}

/* SYM and ASYM are stored in at most 32 bits per element, BOOL in one. */
static bool is_storable(const gv_tensor *t)
{
    return (t->dtype != GV_SYM && t->dtype != GV_ASYM) || t->bits <= 32u;
}

static gv_status check_tensor(gv_call *call, const gv_declaration *d, uint32_t index)
{
    const gv_slot *slot = &call->slots[index];
    entry e;
    if (!find_entry(d->tensors, slot->name, &e)) {
        return gv_blame(call, "tensor", slot->name, "is none of this op");
    }
    if ((e.mark == '>') != (slot->role == GV_ROLE_OUT)) {
        return gv_blame(call, "tensor", slot->name, e.mark == '>' ? "is a target" : "needs data");
    }
    if (!gv_lists_word(e.values, text_of(gv_dtype_words[slot->tensor.dtype]))) {
        return gv_blame(call, "tensor", slot->name, "has a dtype that the op does not take");
    }
    if (!is_storable(&slot->tensor)) {
        return gv_blame(call, "tensor", slot->name, "is wider than 32 bits");
    }
    for (uint32_t i = 0; i < index; i++) {
        if (gv_same_text(call->slots[i].name, slot->name)) {
            return gv_blame(call, "tensor", slot->name, "is given twice");
        }
    }
    return GV_OK;
}

/* `f32`, `f64`, `text`, `low..high`, or words between bars */
static bool is_value(const gv_param *param, gv_text values)
{
    const char *at = param->value;
    int64_t number = 0;
    if (gv_text_is(values, "f64")) {
        return mp_typeof(*at) == MP_BIN;
    }
    if (gv_text_is(values, "f32")) {
        return gv_number_of(param, &number) && number >= 0;
    }
    if (gv_is_digit(values.at[0]) || values.at[0] == '-') {
        gv_text low = values;
        gv_take(&values, '.', &low);
        gv_text high = {.at = values.at + 1, .length = values.length - 1u};
        return gv_number_of(param, &number) && number >= gv_read_number(low) &&
               number <= gv_read_number(high);
    }
    gv_text word = {.at = "", .length = 0};
    if (mp_typeof(*at) != MP_STR) {
        return false;
    }
    word.at = mp_decode_str(&at, &word.length);
    return gv_text_is(values, "text") || gv_lists_word(values, word);
}

static gv_status check_param(gv_call *call, const gv_declaration *d, uint32_t index)
{
    const gv_param *param = &call->params[index];
    entry e;
    if (!find_entry(d->params, param->name, &e)) {
        return gv_blame(call, "parameter", param->name, "is none of this op");
    }
    if (!is_value(param, e.values)) {
        return gv_blame(call, "parameter", param->name, "is of the wrong kind or out of range");
    }
    for (uint32_t i = 0; i < index; i++) {
        if (gv_same_text(call->params[i].name, param->name)) {
            return gv_blame(call, "parameter", param->name, "is given twice");
        }
    }
    return GV_OK;
}

static bool has_tensor(const gv_call *call, gv_text name)
{
    for (uint32_t i = 0; i < call->slot_count; i++) {
        if (gv_same_text(call->slots[i].name, name)) {
            return true;
        }
    }
    return false;
}

static bool has_param(const gv_call *call, gv_text name)
{
    for (uint32_t i = 0; i < call->param_count; i++) {
        if (gv_same_text(call->params[i].name, name)) {
            return true;
        }
    }
    return false;
}

static gv_status check_presence(gv_call *call, const gv_declaration *d)
{
    entry e;
    gv_text rest = text_of(d->tensors);
    while (take_entry(&rest, &e)) {
        if (!e.optional && !has_tensor(call, e.name)) {
            return gv_blame(call, "tensor", e.name, "is missing");
        }
    }
    rest = text_of(d->params);
    while (take_entry(&rest, &e)) {
        if (!e.optional && !has_param(call, e.name)) {
            return gv_blame(call, "parameter", e.name, "is missing");
        }
    }
    return GV_OK;
}

static gv_status check_fits(gv_call *call, const gv_declaration *d, const gv_contract *contract)
{
    gv_fit_scope scope = {.call = call, .contract = contract, .layer = -1};
    gv_text name;
    if (gv_first_misfit(&scope, d->fits, &name) != NULL) {
        entry e;
        const char *what = find_entry(d->tensors, name, &e) ? "tensor" : "parameter";
        return gv_blame(call, what, name, "does not fit the call");
    }
    return d->is_model ? gv_check_layers(call, contract) : GV_OK;
}

gv_status gv_check_call(gv_request *request, const gv_contract *contract)
{
    gv_call *call = &request->call;
    const gv_declaration *d = gv_find_declaration(request->op);
    gv_status status = GV_OK;
    for (uint32_t i = 0; i < call->slot_count && status == GV_OK; i++) {
        status = check_tensor(call, d, i);
    }
    for (uint32_t i = 0; i < call->param_count && status == GV_OK; i++) {
        status = check_param(call, d, i);
    }
    if (status == GV_OK) {
        status = check_presence(call, d);
    }
    return status == GV_OK ? check_fits(call, d, contract) : status;
}
