/*
 * The op table, from gen/ops.def. Shims are weak references: an op whose shim is not linked is not offered
 * in hello, so a partial port works from the first op on.
 */
#include "gv_harness.h"

#define GV_OP(name, version) gv_status gv_op_##name(gv_ctx *ctx, gv_call *call) __attribute__((weak));
#define GV_INOUT(op, tensor)
#include "gen/ops.def"
#undef GV_OP
#undef GV_INOUT

typedef struct {
    const char *name;
    gv_op_fn shim;
} op_entry;

static const op_entry ops[] = {
#define GV_OP(name, version) {#name, gv_op_##name},
#define GV_INOUT(op, tensor)
#include "gen/ops.def"
#undef GV_OP
#undef GV_INOUT
};

typedef struct {
    const char *op;
    const char *tensor;
} inout_entry;

static const inout_entry inouts[] = {
#define GV_OP(name, version)
#define GV_INOUT(op, tensor) {#op, tensor},
#include "gen/ops.def"
#undef GV_OP
#undef GV_INOUT
    {NULL, NULL},
};

#define OP_COUNT ((uint32_t)(sizeof ops / sizeof ops[0]))

gv_op_fn gv_find_op(gv_text name)
{
    for (uint32_t i = 0; i < OP_COUNT; i++) {
        if (gv_text_is(name, ops[i].name)) {
            return ops[i].shim;
        }
    }
    return NULL;
}

const char *gv_get_op(uint32_t index)
{
    uint32_t linked = 0;
    for (uint32_t i = 0; i < OP_COUNT; i++) {
        if (ops[i].shim == NULL) {
            continue;
        }
        if (linked == index) {
            return ops[i].name;
        }
        linked++;
    }
    return NULL;
}

bool gv_is_inout(gv_text op, gv_text tensor)
{
    for (const inout_entry *entry = inouts; entry->op != NULL; entry++) {
        if (gv_text_is(op, entry->op) && gv_text_is(tensor, entry->tensor)) {
            return true;
        }
    }
    return false;
}
