/*
 * Tensor memory of one call. Every payload stands between two runs of guard bytes; outputs start as poison.
 * The request buffer still holds the inputs as they came, so a changed input or a changed in-place operand
 * after a refusal shows by comparison.
 */
#include "gv_harness.h"

#include "gv_sanitizer.h"

#include <string.h>

#define CANARY_BYTES 16u
#define POISON 0xa5

static _Alignas(16) uint8_t memory[GV_TENSOR_BYTES];

static uint8_t canary_byte(uint32_t i)
{
    return (uint8_t)(0x3cu + 29u * i);
}

/* Guard bytes, and what fills up the last 16 bytes of a payload, are nobody's to read. */
static void write_canary(uint8_t *at)
{
    gv_unwatch(at, CANARY_BYTES);
    for (uint32_t i = 0; i < CANARY_BYTES; i++) {
        at[i] = canary_byte(i);
    }
    gv_watch(at, CANARY_BYTES);
}

/* A byte of an output before the call. The bits of a mask beyond its last element come in as 0 (S14). */
static uint8_t poison_at(const gv_tensor *t, uint32_t i)
{
    uint32_t used = t->count % 8u;
    bool is_last = i + 1u == t->bytes;
    return t->dtype == GV_BOOL && is_last && used != 0u ? (uint8_t)(POISON & ((1u << used) - 1u)) : POISON;
}

static void write_poison(gv_tensor *t)
{
    uint8_t *bytes = gv_bytes(t);
    for (uint32_t i = 0; i < t->bytes; i++) {
        bytes[i] = poison_at(t, i);
    }
}

static bool canary_intact(const uint8_t *at)
{
    gv_unwatch(at, CANARY_BYTES);
    for (uint32_t i = 0; i < CANARY_BYTES; i++) {
        if (at[i] != canary_byte(i)) {
            return false;
        }
    }
    return true;
}

gv_status gv_place_tensors(gv_request *request)
{
    size_t used = 0;
    for (uint32_t i = 0; i < request->call.slot_count; i++) {
        gv_slot *slot = &request->call.slots[i];
        gv_tensor *t = &slot->tensor;
        size_t need = 2u * CANARY_BYTES + (((size_t)t->bytes + 15u) & ~(size_t)15u);
        if (need > sizeof memory - used) {
            return GV_E_MEMORY;
        }
        uint8_t *base = memory + used;
        used += need;
        write_canary(base);
        t->data = base + CANARY_BYTES;
        gv_unwatch(t->data, need - 2u * CANARY_BYTES);
        write_canary(base + CANARY_BYTES + t->bytes);
        if (slot->role == GV_ROLE_OUT) {
            write_poison(t);
        } else {
            memcpy(t->data, slot->source, t->bytes);
            if (gv_is_inout(request->op, slot->name)) {
                slot->role = GV_ROLE_INOUT;
            }
        }
        slot->before = *t;
        slot->seen = t;
    }
    gv_share_storage(&request->call);
    return GV_OK;
}

void gv_restore_tensors(gv_call *call)
{
    for (uint32_t i = 0; i < call->slot_count; i++) {
        gv_slot *slot = &call->slots[i];
        slot->tensor = slot->before;
        if (slot->source == NULL) {
            memset(slot->tensor.data, POISON, slot->tensor.bytes);
        } else {
            memcpy(slot->tensor.data, slot->source, slot->tensor.bytes);
        }
    }
}

static bool record_same(const gv_tensor *a, const gv_tensor *b)
{
    return memcmp(&a->scale, &b->scale, sizeof a->scale) == 0 && a->zero_point == b->zero_point &&
           a->bits == b->bits && a->rounding == b->rounding;
}

static bool is_poison(const gv_tensor *t)
{
    const uint8_t *bytes = gv_bytes(t);
    for (uint32_t i = 0; i < t->bytes; i++) {
        if (bytes[i] != poison_at(t, i)) {
            return false;
        }
    }
    return true;
}

static bool is_unchanged(const gv_slot *slot)
{
    const gv_tensor *t = &slot->tensor;
    bool same_bytes = slot->source == NULL ? is_poison(t) : memcmp(t->data, slot->source, t->bytes) == 0;
    return same_bytes && record_same(t, &slot->before);
}

static void name_in(char *to, size_t size, const char *prefix, gv_text name)
{
    size_t prefix_length = strlen(prefix);
    size_t length = name.length;
    if (length > size - 1u - prefix_length) {
        length = size - 1u - prefix_length;
    }
    memcpy(to, prefix, prefix_length);
    memcpy(to + prefix_length, name.at, length);
    to[prefix_length + length] = '\0';
}

static const gv_text word_intact = {.at = "intact", .length = 6};
static const gv_text word_untouched = {.at = "untouched", .length = 9};

void gv_check_tensors(const gv_call *call, bool refused, gv_verdict *verdict)
{
    name_in(verdict->canary, sizeof verdict->canary, "", word_intact);
    name_in(verdict->poison, sizeof verdict->poison, "", word_untouched);
    for (uint32_t left = call->slot_count; left > 0u; left--) {
        const gv_slot *slot = &call->slots[left - 1u];
        const uint8_t *data = gv_bytes(&slot->before);
        if (slot->role == GV_ROLE_IN && !is_unchanged(slot)) {
            name_in(verdict->canary, sizeof verdict->canary, "input:", slot->name);
        }
        if (!canary_intact(data - CANARY_BYTES) || !canary_intact(data + slot->before.bytes)) {
            name_in(verdict->canary, sizeof verdict->canary, "", slot->name);
        }
        if (refused && slot->role != GV_ROLE_IN && !is_unchanged(slot)) {
            name_in(verdict->poison, sizeof verdict->poison, "", slot->name);
        }
    }
}
