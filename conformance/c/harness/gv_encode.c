/*
 * The reply to a run. Every NaN is written as 0x7fc00000: machines differ in the sign and payload of a NaN,
 * the clauses do not name them.
 */
#include "gv_writer.h"

#define CANONICAL_NAN 0x7fc00000u

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

static void put_data(gv_writer *w, const gv_tensor *t)
{
    if (!gv_fits(w, (size_t)t->bytes + 5u)) {
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

static void put_tensor(gv_writer *w, const gv_tensor *t)
{
    bool quantized = t->dtype == GV_SYM_INT32 || t->dtype == GV_SYM || t->dtype == GV_ASYM;
    bool ordered = !is_identity(t);
    gv_put_map(w, 3u + (ordered ? 1u : 0u) + (quantized ? 3u : 0u) + (t->dtype == GV_ASYM ? 1u : 0u));
    gv_put_word(w, "dtype");
    gv_put_word(w, dtype_word(t->dtype));
    gv_put_word(w, "shape");
    gv_put_array(w, t->rank);
    for (uint32_t i = 0; i < t->rank; i++) {
        gv_put_uint(w, t->dims[i]);
    }
    if (ordered) {
        gv_put_word(w, "order");
        gv_put_array(w, t->rank);
        for (uint32_t i = 0; i < t->rank; i++) {
            gv_put_uint(w, t->order[i]);
        }
    }
    if (quantized) {
        uint32_t bits;
        memcpy(&bits, &t->scale, sizeof bits);
        gv_put_word(w, "scale_bits");
        gv_put_uint(w, canonical_bits(bits));
    }
    if (t->dtype == GV_ASYM) {
        gv_put_word(w, "zero_point");
        gv_put_int(w, t->zero_point);
    }
    if (quantized) {
        gv_put_word(w, "bits");
        gv_put_uint(w, t->bits);
        gv_put_word(w, "rounding");
        gv_put_word(w, t->rounding == GV_SR_HALF_AWAY ? "SR_HALF_AWAY" : "HALF_AWAY");
    }
    gv_put_word(w, "data");
    put_data(w, t);
}

static void put_outputs(gv_writer *w, const gv_call *call)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < call->slot_count; i++) {
        count += call->slots[i].role == GV_ROLE_IN ? 0u : 1u;
    }
    gv_put_map(w, count);
    for (uint32_t i = 0; i < call->slot_count; i++) {
        if (call->slots[i].role != GV_ROLE_IN) {
            gv_put_text(w, call->slots[i].name);
            put_tensor(w, &call->slots[i].tensor);
        }
    }
}

/* `file:line` of the first finding; the file without its folders. */
static void put_place(gv_writer *w, const gv_overflow *overflow)
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
    gv_put_text(w, (gv_text){.at = text, .length = (uint32_t)used});
}

static void put_observed(gv_writer *w, const gv_overflow *overflow)
{
    gv_put_map(w, 4);
    gv_put_word(w, "accumulate");
    gv_put_uint(w, overflow->accumulate);
    gv_put_word(w, "multiply");
    gv_put_uint(w, overflow->multiply);
    gv_put_word(w, "cast");
    gv_put_uint(w, overflow->cast);
    gv_put_word(w, "where");
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
    gv_writer w = {.at = (char *)to, .end = (char *)to + room};
    bool ok = outcome->status == GV_OK;
    bool refused = outcome->status == GV_E_REFUSED;
    bool observed = gv_observes_overflow();
    gv_put_map(&w, 4u + (ok ? 2u : 1u) + (observed ? 1u : 0u) + (refused ? 1u : 0u));
    gv_put_word(&w, "verb");
    gv_put_word(&w, "run");
    gv_put_word(&w, "seq");
    gv_put_uint(&w, outcome->request->seq);
    gv_put_word(&w, "status");
    gv_put_word(&w, status_word(outcome->status));
    if (ok) {
        gv_put_word(&w, "outputs");
        put_outputs(&w, &outcome->request->call);
        gv_put_word(&w, "rng");
        gv_put_uint(&w, outcome->rng);
    } else {
        gv_put_word(&w, "message");
        gv_put_word(&w, outcome->message == NULL ? "no reason given" : outcome->message);
    }
    if (observed) {
        gv_put_word(&w, "observed");
        put_observed(&w, &outcome->overflow);
    }
    gv_put_word(&w, "canary");
    gv_put_word(&w, outcome->verdict->canary);
    if (refused) {
        gv_put_word(&w, "poison");
        gv_put_word(&w, outcome->verdict->poison);
    }
    return gv_finish(&w, to);
}
