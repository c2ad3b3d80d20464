/*
 * Request payload -> gv_request. The whole payload is checked once, so that no later step can read beyond
 * it; after that only types and ranges are checked. The first error is kept, and ends every loop.
 */
#include "gv_harness.h"

#include <msgpuck.h>
#include <string.h>

static gv_param params[GV_MAX_PARAMS];
static gv_slot slots[GV_MAX_TENSORS];

typedef struct {
    const char *at;
    const char *error;
} reader;

static void fail(reader *r, const char *error)
{
    if (r->error == NULL) {
        r->error = error;
    }
}

const char *const gv_dtype_words[6] = {"INT32", "FLOAT32", "SYM_INT32", "SYM", "ASYM", "BOOL"};

bool gv_text_is(gv_text text, const char *word)
{
    return strlen(word) == text.length && memcmp(text.at, word, text.length) == 0;
}

bool gv_same_text(gv_text a, gv_text b)
{
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

static gv_text read_text(reader *r)
{
    gv_text text = {.at = "", .length = 0};
    if (mp_typeof(*r->at) == MP_STR) {
        text.at = mp_decode_str(&r->at, &text.length);
    } else {
        fail(r, "a text was expected");
        mp_next(&r->at);
    }
    return text;
}

static uint32_t read_u32(reader *r)
{
    uint64_t value = 0;
    if (mp_typeof(*r->at) == MP_UINT) {
        value = mp_decode_uint(&r->at);
    } else {
        fail(r, "an unsigned number was expected");
        mp_next(&r->at);
    }
    if (value > UINT32_MAX) {
        fail(r, "a number is beyond 32 bits");
    }
    return (uint32_t)value;
}

static int32_t read_i32(reader *r)
{
    int64_t value = 0;
    if (mp_typeof(*r->at) == MP_INT) {
        value = mp_decode_int(&r->at);
    } else {
        value = (int64_t)read_u32(r);
    }
    if (value < INT32_MIN || value > INT32_MAX) {
        fail(r, "a number is beyond int32");
        return 0;
    }
    return (int32_t)value;
}

static uint32_t read_size(reader *r, enum mp_type type, const char *error)
{
    if (mp_typeof(*r->at) != type) {
        fail(r, error);
        mp_next(&r->at);
        return 0;
    }
    return type == MP_MAP ? mp_decode_map(&r->at) : mp_decode_array(&r->at);
}

static void read_shape(reader *r, gv_tensor *t)
{
    uint32_t rank = read_size(r, MP_ARRAY, "a shape is not an array");
    if (rank > GV_MAX_RANK) {
        fail(r, "a tensor has more axes than this build supports");
    }
    uint64_t count = 1;
    uint64_t steps = 1; /* of a loop over the axes, which an extent of 0 does not make shorter */
    for (uint32_t i = 0; i < rank && r->error == NULL; i++) {
        uint32_t extent = read_u32(r);
        count *= extent;
        steps *= extent == 0u ? 1u : extent;
        if (count > GV_TENSOR_BYTES * 8u || steps > GV_MAX_STEPS) {
            fail(r, "a tensor is larger than tensor memory");
            count = 0;
        }
        if (i < GV_MAX_RANK) {
            t->dims[i] = extent;
        }
    }
    t->rank = (uint8_t)(rank > GV_MAX_RANK ? 0u : rank);
    t->count = (uint32_t)count;
}

/* Returns the number of entries; whether they are a permutation of the axes is checked at the end. */
static uint32_t read_order(reader *r, gv_tensor *t)
{
    uint32_t size = read_size(r, MP_ARRAY, "an order is not an array");
    for (uint32_t i = 0; i < size && r->error == NULL; i++) {
        uint32_t axis = read_u32(r);
        if (i < GV_MAX_RANK && axis < GV_MAX_RANK) {
            t->order[i] = (uint8_t)axis;
        } else {
            fail(r, "an order names an axis that does not exist");
        }
    }
    return size;
}

static gv_dtype read_dtype(reader *r)
{
    gv_text text = read_text(r);
    for (int i = 0; i < 6; i++) {
        if (gv_text_is(text, gv_dtype_words[i])) {
            return (gv_dtype)i;
        }
    }
    fail(r, "a dtype is unknown");
    return GV_INT32;
}

static gv_rounding read_rounding(reader *r)
{
    gv_text text = read_text(r);
    if (gv_text_is(text, "SR_HALF_AWAY")) {
        return GV_SR_HALF_AWAY;
    }
    if (!gv_text_is(text, "HALF_AWAY")) {
        fail(r, "a rounding mode is unknown");
    }
    return GV_HALF_AWAY;
}

/* S4 */
static uint32_t payload_bytes(const gv_tensor *t)
{
    uint64_t bits = (uint64_t)t->count * 32u;
    if (t->dtype == GV_SYM || t->dtype == GV_ASYM) {
        bits = (uint64_t)t->count * t->bits;
    } else if (t->dtype == GV_BOOL) {
        bits = t->count;
    }
    return (uint32_t)((bits + 7u) / 8u);
}

static void check_tensor(reader *r, gv_slot *slot, uint32_t order_size, uint32_t data_bytes, bool is_target)
{
    gv_tensor *t = &slot->tensor;
    uint32_t seen = 0;
    for (uint32_t i = 0; i < t->rank; i++) {
        if (order_size == 0u) {
            t->order[i] = (uint8_t)i;
        }
        seen |= 1u << t->order[i];
    }
    if (seen != (1u << t->rank) - 1u || (order_size != 0u && order_size != t->rank)) {
        fail(r, "an order is not a permutation of the axes");
    }
    if (t->bits > 64u) {
        fail(r, "a width is beyond 64 bits");
        t->bits = 0;
    }
    t->bytes = payload_bytes(t);
    if (is_target != (slot->source == NULL)) {
        fail(r, "an input needs data and a target has none");
    }
    if (!is_target && data_bytes != t->bytes) {
        fail(r, "the payload of a tensor has the wrong size");
    }
}

static void read_tensor(reader *r, gv_slot *slot, bool is_target)
{
    gv_tensor *t = &slot->tensor;
    *t = (gv_tensor){.dtype = GV_INT32, .count = 1, .scale = 1.0f};
    slot->source = NULL;
    slot->role = is_target ? GV_ROLE_OUT : GV_ROLE_IN;
    uint32_t order_size = 0;
    uint32_t data_bytes = 0;
    uint32_t fields = read_size(r, MP_MAP, "a tensor is not a map");
    for (uint32_t i = 0; i < fields && r->error == NULL; i++) {
        gv_text key = read_text(r);
        if (gv_text_is(key, "dtype")) {
            t->dtype = read_dtype(r);
        } else if (gv_text_is(key, "shape")) {
            read_shape(r, t);
        } else if (gv_text_is(key, "order")) {
            order_size = read_order(r, t);
        } else if (gv_text_is(key, "scale_bits")) {
            uint32_t bits = read_u32(r);
            memcpy(&t->scale, &bits, sizeof bits);
        } else if (gv_text_is(key, "zero_point")) {
            t->zero_point = read_i32(r);
        } else if (gv_text_is(key, "bits")) {
            t->bits = read_u32(r);
        } else if (gv_text_is(key, "rounding")) {
            t->rounding = read_rounding(r);
        } else if (gv_text_is(key, "data") && mp_typeof(*r->at) == MP_BIN) {
            slot->source = (const uint8_t *)mp_decode_bin(&r->at, &data_bytes);
        } else {
            fail(r, "a tensor has an unknown field");
            mp_next(&r->at);
        }
    }
    check_tensor(r, slot, order_size, data_bytes, is_target);
}

static void read_tensors(reader *r, gv_call *call, bool are_targets)
{
    uint32_t size = read_size(r, MP_MAP, "the tensors are not a map");
    for (uint32_t i = 0; i < size && r->error == NULL; i++) {
        if (call->slot_count == GV_MAX_TENSORS) {
            fail(r, "a call has more tensors than this build supports");
            return;
        }
        gv_slot *slot = &call->slots[call->slot_count];
        slot->name = read_text(r);
        read_tensor(r, slot, are_targets);
        call->slot_count++;
    }
}

static void read_params(reader *r, gv_call *call)
{
    uint32_t size = read_size(r, MP_MAP, "the parameters are not a map");
    for (uint32_t i = 0; i < size && r->error == NULL; i++) {
        if (call->param_count == GV_MAX_PARAMS) {
            fail(r, "a call has more parameters than this build supports");
            return;
        }
        gv_param *param = &call->params[call->param_count];
        param->name = read_text(r);
        param->value = r->at;
        mp_next(&r->at);
        call->param_count++;
    }
}

static gv_verb read_verb(reader *r)
{
    gv_text text = read_text(r);
    if (gv_text_is(text, "run")) {
        return GV_VERB_RUN;
    }
    if (gv_text_is(text, "hello")) {
        return GV_VERB_HELLO;
    }
    return gv_text_is(text, "bye") ? GV_VERB_BYE : GV_VERB_NONE;
}

static void read_field(reader *r, gv_request *request)
{
    gv_text key = read_text(r);
    if (gv_text_is(key, "verb")) {
        request->verb = read_verb(r);
    } else if (gv_text_is(key, "seq")) {
        request->seq = read_u32(r);
    } else if (gv_text_is(key, "protocol")) {
        request->protocol = read_u32(r);
    } else if (gv_text_is(key, "contract")) {
        request->contract = read_text(r);
    } else if (gv_text_is(key, "op")) {
        request->op = read_text(r);
    } else if (gv_text_is(key, "rng")) {
        request->rng = read_u32(r);
    } else if (gv_text_is(key, "params")) {
        read_params(r, &request->call);
    } else if (gv_text_is(key, "inputs")) {
        read_tensors(r, &request->call, false);
    } else if (gv_text_is(key, "targets")) {
        read_tensors(r, &request->call, true);
    } else {
        fail(r, "a request has an unknown field");
        mp_next(&r->at);
    }
}

void gv_decode_request(const uint8_t *payload, uint32_t length, gv_request *request)
{
    *request = (gv_request){.contract = {.at = ""}, .op = {.at = ""}};
    request->call.params = params;
    request->call.slots = slots;
    if (!gv_is_one_value(payload, length)) {
        request->error = "the payload is not one msgpack value";
        return;
    }
    reader r = {.at = (const char *)payload};
    uint32_t fields = read_size(&r, MP_MAP, "a request is not a map");
    for (uint32_t i = 0; i < fields && r.error == NULL; i++) {
        read_field(&r, request);
    }
    if (request->verb == GV_VERB_NONE) {
        fail(&r, "a request has no known verb");
    }
    if (request->verb == GV_VERB_RUN && request->rng == 0u) {
        /* S10: a generator in state 0 stays there, and whoever draws until a draw will do never ends */
        fail(&r, "the generator state is missing or 0");
    }
    request->error = r.error;
}
