/*
 * The scratch arena and the failure note of a kernel context. Blocks are chained, and guard bytes follow
 * each: whoever writes past a block is noticed when the block is given back, or at the end of the call.
 */
#include "goldvec.h"

#include <stdint.h>
#include <string.h>

#include "gv_cost.h"
#include "gv_sanitizer.h"

#define GUARD_BYTES 16u
#define GUARD 0xc3

/* Stands before a block, which stays aligned behind it. */
typedef struct {
    uint32_t bytes; /* as asked for */
    uint32_t last;  /* the arena's `last` before this block */
    uint32_t check; /* of the two, against a write from before */
    uint32_t unused;
} block_head;

static uint32_t checksum(const block_head *head)
{
    return head->bytes * 31u + head->last + 0x5bd1e995u;
}

static size_t rounded(size_t bytes)
{
    return (bytes + 7u) & ~(size_t)7u;
}

/* Guard bytes of a block, from its last byte on. */
static uint8_t *guard_of(uint8_t *head, const block_head *copy, size_t *size)
{
    *size = rounded(copy->bytes) - copy->bytes + GUARD_BYTES;
    return head + sizeof *copy + copy->bytes;
}

/* Checks the newest block and forgets it. */
static void check_last(gv_arena *arena)
{
    uint8_t *at = arena->base + arena->last - 1u;
    block_head head;
    size_t size = 0;
    gv_unwatch(at, sizeof head);
    memcpy(&head, at, sizeof head);
    if (head.check != checksum(&head)) {
        arena->is_broken = true;
        arena->last = 0;
        return;
    }
    const uint8_t *guard = guard_of(at, &head, &size);
    gv_unwatch(guard, size);
    for (size_t i = 0; i < size; i++) {
        if (guard[i] != GUARD) {
            arena->is_broken = true;
        }
    }
    arena->last = head.last;
}

void *gv_scratch(gv_ctx *ctx, size_t bytes)
{
    gv_arena *arena = &ctx->scratch;
    while (arena->last > arena->used) {
        check_last(arena);
    }
    block_head head = {.bytes = (uint32_t)bytes, .last = (uint32_t)arena->last};
    size_t free_bytes = arena->size - arena->used;
    if (bytes > free_bytes || sizeof head + rounded(bytes) + GUARD_BYTES > free_bytes) {
        return NULL;
    }
    head.check = checksum(&head);
    uint8_t *at = arena->base + arena->used;
    size_t size = 0;
    uint8_t *guard = guard_of(at, &head, &size);
    memcpy(at, &head, sizeof head);
    memset(guard, GUARD, size);
    gv_watch(at, sizeof head);
    gv_watch(guard, size);
    arena->last = arena->used + 1u;
    arena->used += sizeof head + rounded(bytes) + GUARD_BYTES;
    gv_cost_scratch(arena->used);
    return at + sizeof head;
}

bool gv_scratch_is_intact(gv_ctx *ctx)
{
    while (ctx->scratch.last > 0u) {
        check_last(&ctx->scratch);
    }
    return !ctx->scratch.is_broken;
}

gv_status gv_fail(gv_ctx *ctx, gv_status status, const char *reason)
{
    ctx->reason = reason;
    return status;
}
