/*
 * A model call is a list of layers, and each layer, the loss and the optimizer must fit their wires like a
 * call of the op that each of them stands for. The wires have no names of their own in those terms: @x, @y,
 * @dy and @dx are x, y, dy and dx of a layer, and output, label and gradient of a loss (@x, @y and @dx).
 */
#include "gv_fit.h"

#include <msgpuck.h>
#include <string.h>

typedef struct {
    const char *kind;
    const char *forward;
    const char *backward;
} layer_fits;

static const layer_fits table[] = {
#define GV_CALL(op, tensors, params, fits)
#define GV_MODEL_CALL(op, tensors, params, fits)
#define GV_LAYER(kind, forward, backward) {kind, forward, backward},
#include "gen/calls.def"
#undef GV_CALL
#undef GV_MODEL_CALL
#undef GV_LAYER
};

/* What the checks of one model share. */
typedef struct {
    gv_call *call;
    const gv_contract *contract;
    int32_t layers;
    int32_t first; /* layer whose backward runs first; below 0 where none does */
    bool trains;
} model;

/* A copy of the pattern with the number of a layer in place of #. */
static gv_text name_at(char *to, size_t size, const char *pattern, int32_t layer)
{
    uint32_t length = 0;
    for (const char *c = pattern; *c != '\0' && length + 2u < size; c++) {
        if (*c != '#') {
            to[length++] = *c;
            continue;
        }
        if (layer >= 10) {
            to[length++] = (char)('0' + layer / 10);
        }
        to[length++] = (char)('0' + layer % 10);
    }
    return (gv_text){.at = to, .length = length};
}

static const gv_tensor *tensor_at(const gv_call *call, const char *pattern, int32_t layer)
{
    char buffer[24];
    gv_text name = name_at(buffer, sizeof buffer, pattern, layer);
    for (uint32_t i = 0; i < call->slot_count; i++) {
        if (gv_same_text(call->slots[i].name, name)) {
            return &call->slots[i].tensor;
        }
    }
    return NULL;
}

static const gv_param *param_at(const gv_call *call, const char *pattern, int32_t layer)
{
    char buffer[24];
    gv_text name = name_at(buffer, sizeof buffer, pattern, layer);
    for (uint32_t i = 0; i < call->param_count; i++) {
        if (gv_same_text(call->params[i].name, name)) {
            return &call->params[i];
        }
    }
    return NULL;
}

static int32_t number_at(const gv_call *call, const char *name, int32_t otherwise)
{
    const gv_param *param = param_at(call, name, 0);
    int64_t value = otherwise;
    if (param != NULL) {
        gv_number_of(param, &value);
    }
    return (int32_t)value;
}

static gv_text word_at(const gv_call *call, const char *pattern, int32_t layer)
{
    const gv_param *param = param_at(call, pattern, layer);
    gv_text word = {.at = "", .length = 0};
    if (param != NULL) {
        const char *at = param->value;
        word.at = mp_decode_str(&at, &word.length);
    }
    return word;
}

/* The name in the call of what a term is about. */
static gv_text wire_name(char *to, size_t size, gv_text name, int32_t layer)
{
    char pattern[24] = "";
    if (gv_text_is(name, "@x")) {
        return layer == 0 ? name_at(to, size, "x", 0) : name_at(to, size, "f#", layer - 1);
    }
    if (gv_text_is(name, "@y")) {
        return name_at(to, size, "f#", layer);
    }
    if (name.at[0] == '@') {
        return name_at(to, size, "d#", gv_text_is(name, "@dy") ? layer + 1 : layer);
    }
    memcpy(pattern, name.at, name.length < sizeof pattern ? name.length : sizeof pattern - 1u);
    return name_at(to, size, pattern, layer);
}

static gv_status check(const model *m, gv_fit_scope scope, gv_text kind, bool backward)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (!gv_text_is(kind, table[i].kind)) {
            continue;
        }
        scope.call = m->call;
        scope.contract = m->contract;
        gv_text name;
        if (gv_first_misfit(&scope, backward ? table[i].backward : table[i].forward, &name) == NULL) {
            return GV_OK;
        }
        char buffer[24];
        gv_text blamed = wire_name(buffer, sizeof buffer, name, scope.layer);
        return gv_blame(m->call, "tensor", blamed, "does not fit the layer");
    }
    return gv_blame(m->call, "parameter", kind, "is no kind of a layer");
}

static gv_status check_layer(const model *m, int32_t layer, const gv_tensor *x)
{
    gv_fit_scope scope = {
        .layer = layer,
        .x = x,
        .y = tensor_at(m->call, "f#", layer),
        .dy = tensor_at(m->call, "d#", layer + 1),
        .dx = tensor_at(m->call, "d#", layer),
    };
    gv_text kind = word_at(m->call, "l#_kind", layer);
    gv_status status = check(m, scope, kind, false);
    if (status == GV_OK && layer <= m->first) {
        status = check(m, scope, kind, true);
    }
    return status;
}

/* All that depends on a sample: the first layer and the loss. */
static gv_status check_sample(const model *m, const gv_tensor *x, const gv_tensor *label)
{
    gv_status status = check_layer(m, 0, x);
    gv_fit_scope scope = {
        .layer = m->layers - 1,
        .x = tensor_at(m->call, "f#", m->layers - 1),
        .y = label,
        .dx = tensor_at(m->call, "d#", m->first + 1),
    };
    gv_text loss = word_at(m->call, "loss", 0);
    if (status == GV_OK) {
        status = check(m, scope, loss, false);
    }
    return status == GV_OK && m->trains ? check(m, scope, loss, true) : status;
}

/* Row 0 of [S, ...]; all rows are alike. */
static gv_tensor row_of(const gv_tensor *stack)
{
    gv_tensor row = *stack;
    for (uint32_t p = 0; p < row.rank; p++) {
        if (p == 0u && row.dims[p] != 0u) {
            row.count /= row.dims[p];
            row.dims[p] = 1u;
        }
    }
    return row;
}

static gv_status check_samples(const model *m)
{
    if (param_at(m->call, "samples", 0) == NULL) {
        const gv_tensor *x = tensor_at(m->call, "x", 0);
        const gv_tensor *label = tensor_at(m->call, "label", 0);
        gv_tensor own = row_of(x);
        gv_tensor other = row_of(label == NULL ? x : label);
        return check_sample(m, &own, &other);
    }
    gv_status status = GV_OK;
    for (int32_t i = 0; i < number_at(m->call, "samples", 0) && status == GV_OK; i++) {
        const gv_tensor *x = tensor_at(m->call, "x#", i);
        const gv_tensor *label = tensor_at(m->call, "label#", i);
        gv_text name = {.at = x == NULL ? "x" : "label", .length = x == NULL ? 1u : 5u};
        status = x == NULL || label == NULL ? gv_blame(m->call, "tensor", name, "of a sample is missing")
                                            : check_sample(m, x, label);
    }
    return status;
}

gv_status gv_check_layers(gv_call *call, const gv_contract *contract)
{
    model m = {.call = call, .contract = contract};
    m.layers = number_at(call, "layers", 0);
    m.trains = param_at(call, "optimizer", 0) != NULL;
    int32_t least = gv_text_is(word_at(call, "loss", 0), "MSE") ? 1 : 2;
    m.first = m.trains ? m.layers - least : -1;
    if (m.layers < 1) {
        gv_text name = {.at = "layers", .length = 6};
        return gv_blame(call, "parameter", name, "is too small");
    }
    gv_status status = check_samples(&m);
    for (int32_t i = 0; i < m.layers && status == GV_OK; i++) {
        const gv_tensor *before = tensor_at(call, "f#", i - 1);
        if (i > 0) {
            status = check_layer(&m, i, before);
        }
        if (status == GV_OK && m.trains) {
            gv_fit_scope scope = {.layer = i};
            status = check(&m, scope, word_at(call, "optimizer", 0), false);
        }
    }
    return status;
}
