/* S3, S73. */
#include "gv_views.h"

gv_walk gv_walk_start(const gv_tensor *t)
{
    gv_walk walk = {.rank = t->rank, .at = 0};
    uint32_t stride = 1;
    for (uint32_t left = t->rank; left > 0u; left--) {
        uint32_t physical = left - 1u;
        uint32_t logical = t->order[physical];
        walk.extent[logical] = t->dims[physical];
        walk.stride[logical] = stride;
        walk.index[logical] = 0;
        stride *= t->dims[physical];
    }
    return walk;
}

void gv_walk_next(gv_walk *walk)
{
    for (uint32_t left = walk->rank; left > 0u; left--) {
        uint32_t axis = left - 1u;
        walk->at += walk->stride[axis];
        walk->index[axis]++;
        if (walk->index[axis] < walk->extent[axis]) {
            return;
        }
        walk->at -= walk->stride[axis] * walk->extent[axis];
        walk->index[axis] = 0;
    }
}

bool gv_is_identity(const gv_tensor *t)
{
    for (uint32_t axis = 0; axis < t->rank; axis++) {
        if (t->order[axis] != axis) {
            return false;
        }
    }
    return true;
}

gv_status gv_read_logical(gv_ctx *ctx, const gv_tensor *t, gv_tensor *flat)
{
    *flat = *t;
    if (gv_is_identity(t)) {
        return GV_OK;
    }
    flat->data = gv_scratch(ctx, t->bytes);
    if (flat->data == NULL) {
        return gv_fail(ctx, GV_E_MEMORY, "a view in logical order does not fit the scratch arena");
    }
    gv_walk walk = gv_walk_start(t);
    for (uint32_t i = 0; i < t->count; i++) {
        gv_i32(flat)[i] = gv_i32(t)[walk.at];
        gv_walk_next(&walk);
    }
    return GV_OK;
}

void gv_write_logical(const gv_tensor *flat, gv_tensor *t)
{
    if (flat->data == t->data) {
        return;
    }
    gv_walk walk = gv_walk_start(t);
    for (uint32_t i = 0; i < t->count; i++) {
        gv_i32(t)[walk.at] = gv_i32(flat)[i];
        gv_walk_next(&walk);
    }
}

bool gv_same_extents(const gv_tensor *a, const gv_tensor *b)
{
    if (a->rank != b->rank) {
        return false;
    }
    gv_walk wa = gv_walk_start(a);
    gv_walk wb = gv_walk_start(b);
    for (uint32_t axis = 0; axis < wa.rank; axis++) {
        if (wa.extent[axis] != wb.extent[axis]) {
            return false;
        }
    }
    return true;
}
