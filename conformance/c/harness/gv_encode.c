/*
 * Replies as canonical msgpack: shortest encodings, fields in the order of the message types, and every NaN
 * as 0x7fc00000 (the machines differ in the sign and payload of a NaN, the clauses do not name them).
 */
#include "gv_harness.h"

#include "gv_contract.h"

#include <msgpuck.h>
#include <string.h>

#ifndef GV_BUILD_LABEL
#define GV_BUILD_LABEL "unlabelled build"
#endif

#define CANONICAL_NAN 0x7fc00000u

/* A writer that stops when the buffer is full. */
typedef struct {
    char *at;
    char *end;
    bool full;
} writer;

static bool fits(writer *w, size_t bytes)
{
    if (w->full || (size_t)(w->end - w->at) < bytes) {
        w->full = true;
    }
    return !w->full;
}

static void put_map(writer *w, uint32_t size)
{
    if (fits(w, 5)) {
        w->at = mp_encode_map(w->at, size);
    }
}

static void put_array(writer *w, uint32_t size)
{
    if (fits(w, 5)) {
        w->at = mp_encode_array(w->at, size);
    }
}

static void put_text(writer *w, gv_text text)
{
    if (fits(w, (size_t)text.length + 5u)) {
        w->at = mp_encode_str(w->at, text.at, text.length);
    }
}

static void put_word(writer *w, const char *word)
{
    put_text(w, (gv_text){.at = word, .length = (uint32_t)strlen(word)});
}

static void put_uint(writer *w, uint32_t value)
{
    if (fits(w, 9)) {
        w->at = mp_encode_uint(w->at, value);
    }
}

static void put_int(writer *w, int32_t value)
{
    if (value >= 0) {
        put_uint(w, (uint32_t)value);
    } else if (fits(w, 9)) {
        w->at = mp_encode_int(w->at, value);
    }
}

static uint32_t finish(const writer *w, const uint8_t *start)
{
    return w->full ? 0u : (uint32_t)((const uint8_t *)w->at - start);
}

/* ---- hello and bye ---------------------------------------------------------------------------------- */

static void put_capabilities(writer *w)
{
    gv_float_traits traits = gv_probe_float();
    const char *words[8];
    uint32_t count = 0;
    words[count++] = "canary";
    words[count++] = "poison";
    if (gv_observes_overflow()) {
        words[count++] = "overflow";
    }
    if (traits.fma_contract) {
        words[count++] = "fma_contract";
    }
    if (traits.flush_to_zero) {
        words[count++] = "flush_to_zero";
    }
    if (traits.excess_precision) {
        words[count++] = "excess_precision";
    }
    put_array(w, count);
    for (uint32_t i = 0; i < count; i++) {
        put_word(w, words[i]);
    }
}

static void put_ops(writer *w)
{
    uint32_t count = 0;
    while (gv_get_op(count) != NULL) {
        count++;
    }
    put_array(w, count);
    for (uint32_t i = 0; i < count; i++) {
        put_word(w, gv_get_op(i));
    }
}

static void put_contracts(writer *w)
{
    uint32_t count = 0;
    while (gv_get_contract(count) != NULL) {
        count++;
    }
    put_array(w, count);
    for (uint32_t i = 0; i < count; i++) {
        put_word(w, gv_get_contract(i)->id);
    }
}

uint32_t gv_encode_hello(uint8_t *to, uint32_t room)
{
    writer w = {.at = (char *)to, .end = (char *)to + room};
    put_map(&w, 9);
    put_word(&w, "verb");
    put_word(&w, "hello");
    put_word(&w, "protocol");
    put_uint(&w, GV_PROTOCOL_VERSION);
    put_word(&w, "name");
    put_word(&w, "goldvec-c");
    put_word(&w, "version");
    put_word(&w, "1");
    put_word(&w, "toolchain");
#if defined(__clang__)
    put_word(&w, __VERSION__ "; " GV_BUILD_LABEL);
#else
    put_word(&w, "gcc " __VERSION__ "; " GV_BUILD_LABEL);
#endif
    put_word(&w, "capabilities");
    put_capabilities(&w);
    put_word(&w, "ops");
    put_ops(&w);
    put_word(&w, "contracts");
    put_contracts(&w);
    put_word(&w, "max_frame");
    put_uint(&w, GV_FRAME_BYTES);
    return finish(&w, to);
}

uint32_t gv_encode_bye(uint8_t *to, uint32_t room)
{
    writer w = {.at = (char *)to, .end = (char *)to + room};
    put_map(&w, 1);
    put_word(&w, "verb");
    put_word(&w, "bye");
    return finish(&w, to);
}

/* ---- run -------------------------------------------------------------------------------------------- */

static const char *dtype_word(gv_dtype dtype)
{
    switch (dtype) {
    case GV_INT32:
        return "INT32";
    case GV_FLOAT32:
        return "FLOAT32";
    case GV_SYM_INT32:
        return "SYM_INT32";
    case GV_SYM:
        return "SYM";
    case GV_ASYM:
        return "ASYM";
    case GV_BOOL:
        return "BOOL";
    }
    return "";
}

static bool is_identity(const gv_tensor *t)
{
    for (uint32_t i = 0; i < t->rank; i++) {
        if (t->order[i] != i) {
            return false;
        }
    }
    return true;
}

static uint32_t canonical_bits(uint32_t bits)
{
    return (bits & 0x7fffffffu) > 0x7f800000u ? CANONICAL_NAN : bits;
}

static void put_data(writer *w, const gv_tensor *t)
{
    if (!fits(w, (size_t)t->bytes + 5u)) {
        return;
    }
    w->at = mp_encode_binl(w->at, t->bytes);
    if (t->dtype != GV_FLOAT32) {
        memcpy(w->at, t->data, t->bytes);
    } else {
        for (uint32_t i = 0; i < t->count; i++) {
            uint32_t bits;
            memcpy(&bits, gv_bytes(t) + 4u * i, sizeof bits);
            bits = canonical_bits(bits);
            memcpy(w->at + 4u * i, &bits, sizeof bits);
        }
    }
    w->at += t->bytes;
}

static void put_tensor(writer *w, const gv_tensor *t)
{
    bool quantized = t->dtype == GV_SYM_INT32 || t->dtype == GV_SYM || t->dtype == GV_ASYM;
    bool ordered = !is_identity(t);
    put_map(w, 3u + (ordered ? 1u : 0u) + (quantized ? 3u : 0u) + (t->dtype == GV_ASYM ? 1u : 0u));
    put_word(w, "dtype");
    put_word(w, dtype_word(t->dtype));
    put_word(w, "shape");
    put_array(w, t->rank);
    for (uint32_t i = 0; i < t->rank; i++) {
        put_uint(w, t->dims[i]);
    }
    if (ordered) {
        put_word(w, "order");
        put_array(w, t->rank);
        for (uint32_t i = 0; i < t->rank; i++) {
            put_uint(w, t->order[i]);
        }
    }
    if (quantized) {
        uint32_t bits;
        memcpy(&bits, &t->scale, sizeof bits);
        put_word(w, "scale_bits");
        put_uint(w, canonical_bits(bits));
    }
    if (t->dtype == GV_ASYM) {
        put_word(w, "zero_point");
        put_int(w, t->zero_point);
    }
    if (quantized) {
        put_word(w, "bits");
        put_uint(w, t->bits);
        put_word(w, "rounding");
        put_word(w, t->rounding == GV_SR_HALF_AWAY ? "SR_HALF_AWAY" : "HALF_AWAY");
    }
    put_word(w, "data");
    put_data(w, t);
}

static void put_outputs(writer *w, const gv_call *call)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < call->slot_count; i++) {
        count += call->slots[i].role == GV_ROLE_IN ? 0u : 1u;
    }
    put_map(w, count);
    for (uint32_t i = 0; i < call->slot_count; i++) {
        if (call->slots[i].role != GV_ROLE_IN) {
            put_text(w, call->slots[i].name);
            put_tensor(w, &call->slots[i].tensor);
        }
    }
}

/* `file:line` of the first finding; the file without its folders. */
static void put_place(writer *w, const gv_overflow *overflow)
{
    char text[80];
    size_t used = 0;
    if (overflow->file != NULL) {
        const char *slash = strrchr(overflow->file, '/');
        const char *name = slash == NULL ? overflow->file : slash + 1;
        used = strlen(name) < 64u ? strlen(name) : 64u;
        memcpy(text, name, used);
        text[used++] = ':';
        char digits[10];
        size_t count = 0;
        uint32_t rest = overflow->line;
        do {
            digits[count++] = (char)('0' + (char)(rest % 10u));
            rest /= 10u;
        } while (rest != 0u);
        while (count > 0u) {
            text[used++] = digits[--count];
        }
    }
    put_text(w, (gv_text){.at = text, .length = (uint32_t)used});
}

static void put_observed(writer *w, const gv_overflow *overflow)
{
    put_map(w, 4);
    put_word(w, "accumulate");
    put_uint(w, overflow->accumulate);
    put_word(w, "multiply");
    put_uint(w, overflow->multiply);
    put_word(w, "cast");
    put_uint(w, overflow->cast);
    put_word(w, "where");
    put_place(w, overflow);
}

static const char *status_word(gv_status status)
{
    switch (status) {
    case GV_OK:
        return "ok";
    case GV_E_REFUSED:
        return "refused";
    case GV_E_UNSUPPORTED:
        return "unsupported";
    case GV_E_ARG:
    case GV_E_MEMORY:
    case GV_E_PROTOCOL:
        return "error";
    }
    return "error";
}

uint32_t gv_encode_run(uint8_t *to, uint32_t room, const gv_outcome *outcome)
{
    writer w = {.at = (char *)to, .end = (char *)to + room};
    bool ok = outcome->status == GV_OK;
    bool refused = outcome->status == GV_E_REFUSED;
    bool observed = gv_observes_overflow();
    put_map(&w, 4u + (ok ? 2u : 1u) + (observed ? 1u : 0u) + (refused ? 1u : 0u));
    put_word(&w, "verb");
    put_word(&w, "run");
    put_word(&w, "seq");
    put_uint(&w, outcome->request->seq);
    put_word(&w, "status");
    put_word(&w, status_word(outcome->status));
    if (ok) {
        put_word(&w, "outputs");
        put_outputs(&w, &outcome->request->call);
        put_word(&w, "rng");
        put_uint(&w, outcome->rng);
    } else {
        put_word(&w, "message");
        put_word(&w, outcome->message == NULL ? "no reason given" : outcome->message);
    }
    if (observed) {
        put_word(&w, "observed");
        put_observed(&w, &outcome->overflow);
    }
    put_word(&w, "canary");
    put_word(&w, outcome->verdict->canary);
    if (refused) {
        put_word(&w, "poison");
        put_word(&w, outcome->verdict->poison);
    }
    return finish(&w, to);
}
