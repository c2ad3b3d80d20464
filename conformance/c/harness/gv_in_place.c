/*
 * Calls whose result lies in the storage of an operand (parameter `in_place`): `tensor`, the operand is the
 * result, record included; `storage` and `both`, all operands lie in its storage under records of their own;
 * else the name of the one that does. A kernel that reads what it has written then gives other bits.
 */
#include <string.h>

#include "gv_harness.h"

/* What is written: the target, or the first tensor of an op that has none. */
static gv_slot *result_of(gv_call *call)
{
    for (uint32_t i = 0; i < call->slot_count; i++) {
        if (call->slots[i].role == GV_ROLE_OUT) {
            return &call->slots[i];
        }
    }
    return call->slot_count == 0 ? NULL : &call->slots[0];
}

static bool names_slot(const gv_call *call, const gv_slot *slot)
{
    char name[8];
    if (slot->name.length >= sizeof name) {
        return false;
    }
    memcpy(name, slot->name.at, slot->name.length);
    name[slot->name.length] = '\0';
    return gv_has_word(call, "in_place", name);
}

void gv_share_storage(gv_call *call)
{
    gv_slot *result = result_of(call);
    bool one = gv_has_word(call, "in_place", "tensor");
    bool all = one || gv_has_word(call, "in_place", "storage") || gv_has_word(call, "in_place", "both");
    if (result == NULL || !gv_param_has(call, "in_place")) {
        return;
    }
    for (uint32_t i = 0; i < call->slot_count; i++) {
        gv_slot *slot = &call->slots[i];
        bool fits = slot->role == GV_ROLE_IN && slot->tensor.bytes == result->tensor.bytes;
        if (!fits || !(all || names_slot(call, slot)) || call->shared_count == GV_MAX_SHARED) {
            continue;
        }
        if (result->role == GV_ROLE_OUT) {
            memcpy(result->tensor.data, slot->source, slot->tensor.bytes);
            result->source = slot->source;
        }
        if (one) {
            slot->seen = &result->tensor;
        } else {
            gv_tensor *shared = &call->shared[call->shared_count++];
            *shared = slot->tensor;
            shared->data = result->tensor.data;
            slot->seen = shared;
        }
    }
}
