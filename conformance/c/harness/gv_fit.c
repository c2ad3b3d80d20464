/* The evaluator of terms: a stack of int64, one word after the other. */
#include "gv_fit.h"

#include "gv_contract.h"

#include <msgpuck.h>
#include <string.h>

#define STACK 24u

static const gv_tensor *wire_of(const gv_fit_scope *scope, gv_text name)
{
    if (gv_text_is(name, "@x")) {
        return scope->x;
    }
    if (gv_text_is(name, "@y")) {
        return scope->y;
    }
    return gv_text_is(name, "@dy") ? scope->dy : scope->dx;
}

static const gv_tensor *tensor_of(const gv_fit_scope *scope, gv_text name)
{
    if (name.length > 0u && name.at[0] == '@') {
        return wire_of(scope, name);
    }
    for (uint32_t i = 0; i < scope->call->slot_count; i++) {
        if (gv_matches_name(name, scope->call->slots[i].name, scope->layer)) {
            return &scope->call->slots[i].tensor;
        }
    }
    return NULL;
}

static const gv_param *param_of(const gv_fit_scope *scope, gv_text name)
{
    for (uint32_t i = 0; i < scope->call->param_count; i++) {
        if (gv_matches_name(name, scope->call->params[i].name, scope->layer)) {
            return &scope->call->params[i];
        }
    }
    return NULL;
}

bool gv_number_of(const gv_param *param, int64_t *value)
{
    const char *at = param->value;
    if (mp_typeof(*at) == MP_INT) {
        *value = mp_decode_int(&at);
        return true;
    }
    if (mp_typeof(*at) != MP_UINT) {
        return false;
    }
    uint64_t number = mp_decode_uint(&at);
    *value = (int64_t)number;
    return number <= UINT32_MAX;
}

/* `name` or `name|number`, the number being that of an absent parameter */
static int64_t number_at(const gv_fit_scope *scope, gv_text text)
{
    gv_text name = {.at = "", .length = 0};
    gv_text otherwise = {.at = "0", .length = 1};
    gv_take(&text, '|', &name);
    gv_take(&text, '|', &otherwise);
    const gv_param *param = param_of(scope, name);
    int64_t value = 0;
    return param != NULL && gv_number_of(param, &value) ? value : gv_read_number(otherwise);
}

/* `name` or `name|other`, the other being read where the first is absent */
static bool word_at(const gv_fit_scope *scope, gv_text names, gv_text word)
{
    gv_text name;
    while (gv_take(&names, '|', &name)) {
        const gv_param *param = param_of(scope, name);
        if (param != NULL) {
            const char *at = param->value;
            gv_text text = {.at = "", .length = 0};
            if (mp_typeof(*at) == MP_STR) {
                text.at = mp_decode_str(&at, &text.length);
            }
            return gv_same_text(text, word);
        }
    }
    return false;
}

static uint32_t axis_extent(const gv_tensor *t, uint32_t axis)
{
    for (uint32_t p = 0; p < t->rank; p++) {
        if (t->order[p] == axis) {
            return t->dims[p];
        }
    }
    return 0;
}

static bool same_shape(const gv_tensor *a, const gv_tensor *b)
{
    bool same = a->rank == b->rank;
    for (uint32_t k = 0; k < a->rank && same; k++) {
        same = axis_extent(a, k) == axis_extent(b, k);
    }
    return same;
}

static bool ends_like(const gv_tensor *a, const gv_tensor *b)
{
    bool same = a->rank >= b->rank;
    for (uint32_t p = 0; p < b->rank && same; p++) {
        same = axis_extent(a, (uint32_t)(a->rank - b->rank) + p) == b->dims[p];
    }
    return same;
}

static bool same_dims(const gv_tensor *a, const gv_tensor *b)
{
    bool same = a->rank == b->rank;
    for (uint32_t p = 0; p < a->rank && same; p++) {
        same = a->dims[p] == b->dims[p];
    }
    return same;
}

static bool is_flat(const gv_tensor *t)
{
    for (uint32_t p = 0; p < t->rank; p++) {
        if (t->order[p] != p) {
            return false;
        }
    }
    return true;
}

/* The smallest or the largest element of an INT32 tensor. */
static int64_t extreme(const gv_tensor *t, bool greatest)
{
    const int32_t *values = gv_i32(t);
    int64_t found = 0;
    for (uint32_t i = 0; t->dtype == GV_INT32 && values != NULL && i < t->count; i++) {
        bool further = greatest ? values[i] > found : values[i] < found;
        if (i == 0u || further) {
            found = values[i];
        }
    }
    return found;
}

/* Where the element of a logical index is stored. */
static uint32_t place_of(const gv_tensor *t, uint32_t index)
{
    uint32_t place = 0;
    for (uint32_t left = t->rank; left > 0u; left--) {
        uint32_t extent = axis_extent(t, left - 1u);
        uint32_t at = index % extent;
        index /= extent;
        uint32_t stride = 1;
        for (uint32_t p = t->rank; p > 0u && t->order[p - 1u] != left - 1u; p--) {
            stride *= t->dims[p - 1u];
        }
        place += at * stride;
    }
    return place;
}

/* No divisor is 0, and no quotient is that of -2^31 and -1; true where the operands do not pair. */
static bool have_quotients(const gv_tensor *a, const gv_tensor *b, bool stored)
{
    bool pair = stored ? a->count == b->count : same_shape(a, b);
    bool integers = a->dtype != GV_FLOAT32 && b->dtype != GV_FLOAT32;
    for (uint32_t i = 0; pair && integers && i < a->count; i++) {
        int32_t divided = gv_i32(a)[stored ? i : place_of(a, i)];
        int32_t divisor = gv_i32(b)[stored ? i : place_of(b, i)];
        if (divisor == 0 || (divisor == -1 && divided == INT32_MIN)) {
            return false;
        }
    }
    return true;
}

/* Product of the leading logical extents; the last `trailing` ones are reduced. */
static int64_t blocks_of(const gv_tensor *t, int64_t trailing)
{
    int64_t blocks = 1;
    for (uint32_t k = 0; (int64_t)k < (int64_t)t->rank - trailing; k++) {
        blocks *= axis_extent(t, k);
    }
    return blocks;
}

static bool is_of(const gv_tensor *t, gv_text dtype)
{
    return gv_text_is(dtype, gv_dtype_words[t->dtype]);
}

/* What a word says about a tensor that is there. */
static int64_t about_tensor(gv_text what, const gv_tensor *t, const gv_tensor *other, gv_text second)
{
    if (gv_text_is(what, "count")) {
        return t->count;
    }
    if (gv_text_is(what, "axis")) {
        return axis_extent(t, (uint32_t)gv_read_number(second));
    }
    if (gv_text_is(what, "dim")) {
        uint32_t p = (uint32_t)gv_read_number(second);
        return p < t->rank ? t->dims[p] : 0u;
    }
    if (gv_text_is(what, "rank")) {
        return t->rank;
    }
    if (gv_text_is(what, "dtype")) {
        return is_of(t, second);
    }
    if (gv_text_is(what, "bits")) {
        return t->bits;
    }
    if (gv_text_is(what, "bytes")) {
        return t->bytes;
    }
    if (gv_text_is(what, "flat")) {
        return is_flat(t);
    }
    if (gv_text_is(what, "least") || gv_text_is(what, "greatest")) {
        return extreme(t, gv_text_is(what, "greatest"));
    }
    if (other == NULL) {
        return 0;
    }
    if (gv_text_is(what, "shape")) {
        return same_shape(t, other);
    }
    if (gv_text_is(what, "ends")) {
        return ends_like(t, other);
    }
    if (gv_text_is(what, "dims")) {
        return same_dims(t, other);
    }
    if (gv_text_is(what, "scale")) {
        return t->scale == other->scale;
    }
    if (gv_text_is(what, "quotients") || gv_text_is(what, "stored_quotients")) {
        return have_quotients(t, other, gv_text_is(what, "stored_quotients"));
    }
    return gv_text_is(what, "format") && t->dtype == other->dtype;
}

/* A word that puts a value on the stack. */
static int64_t value_of(const gv_fit_scope *scope, gv_text word)
{
    gv_text what = {.at = "", .length = 0};
    gv_text first = what;
    gv_text second = what;
    if (gv_is_digit(word.at[0]) || (word.length > 1u && word.at[0] == '-')) {
        return gv_read_number(word);
    }
    gv_take(&word, ':', &what);
    gv_take(&word, ':', &first);
    gv_take(&word, ':', &second);
    if (gv_text_is(what, "param")) {
        return number_at(scope, first);
    }
    if (gv_text_is(what, "word")) {
        return word_at(scope, first, second);
    }
    if (gv_text_is(what, "contract")) {
        const char *id = scope->contract->id;
        return gv_lists_word(first, (gv_text){.at = id, .length = (uint32_t)strlen(id)});
    }
    const gv_tensor *t = tensor_of(scope, first);
    if (gv_text_is(what, "has")) {
        return t != NULL;
    }
    if (t != NULL && gv_text_is(what, "blocks")) {
        return blocks_of(t, number_at(scope, second));
    }
    return t == NULL ? 0 : about_tensor(what, t, tensor_of(scope, second), second);
}

/* Terms stay far below int64: extents are below 2^21 and parameters below 2^32. */
static bool apply(gv_text word, const int64_t *a, const int64_t *b, int64_t *result)
{
    if (gv_text_is(word, "=")) {
        *result = *a == *b;
    } else if (gv_text_is(word, "<")) {
        *result = *a < *b;
    } else if (gv_text_is(word, "and")) {
        *result = *a != 0 && *b != 0;
    } else if (gv_text_is(word, "or")) {
        *result = *a != 0 || *b != 0;
    } else if (gv_text_is(word, "+")) {
        *result = *a + *b;
    } else if (gv_text_is(word, "-")) {
        *result = *a - *b;
    } else if (gv_text_is(word, "*")) {
        *result = *a * *b;
    } else if (gv_text_is(word, "/")) {
        *result = *b == 0 ? 0 : *a / *b;
    } else {
        return false;
    }
    return true;
}

static bool holds(const gv_fit_scope *scope, gv_text term)
{
    int64_t stack[STACK] = {0};
    uint32_t depth = 0;
    gv_text word;
    while (gv_take(&term, ' ', &word)) {
        int64_t result = 0;
        if (word.length == 0u) {
            continue;
        }
        if (depth > 0u && gv_text_is(word, "not")) {
            stack[depth - 1u] = stack[depth - 1u] == 0;
        } else if (depth > 1u && apply(word, &stack[depth - 2u], &stack[depth - 1u], &result)) {
            depth--;
            stack[depth - 1u] = result;
        } else if (depth < STACK) {
            stack[depth++] = value_of(scope, word);
        }
    }
    return depth == 1u && stack[0] != 0;
}

const char *gv_first_misfit(const gv_fit_scope *scope, const char *fits, gv_text *name)
{
    gv_text rest = {.at = fits, .length = (uint32_t)strlen(fits)};
    gv_text entry;
    while (gv_take(&rest, ';', &entry)) {
        gv_take(&entry, ' ', name);
        if (!holds(scope, entry)) {
            return name->at;
        }
    }
    return NULL;
}
