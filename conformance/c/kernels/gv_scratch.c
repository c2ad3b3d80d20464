/* The scratch arena and the failure note of a kernel context. */
#include "goldvec.h"

void *gv_scratch(gv_ctx *ctx, size_t bytes)
{
    gv_arena *arena = &ctx->scratch;
    size_t free_bytes = arena->size - arena->used;
    if (bytes > free_bytes) {
        return NULL;
    }
    void *block = arena->base + arena->used;
    size_t rounded = (bytes + 7u) & ~(size_t)7u;
    arena->used += rounded < free_bytes ? rounded : free_bytes;
    return block;
}

gv_status gv_fail(gv_ctx *ctx, gv_status status, const char *reason)
{
    ctx->reason = reason;
    return status;
}
