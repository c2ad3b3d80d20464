#include "sdk/gv_stage.h"

#include <string.h>

gv_status gv_stage_tensor(gv_ctx *ctx, const gv_tensor *t, gv_tensor *staged)
{
    *staged = *t;
    staged->data = gv_scratch(ctx, t->bytes);
    if (staged->data == NULL) {
        return gv_fail(ctx, GV_E_MEMORY, "a staged tensor does not fit the scratch arena");
    }
    memcpy(staged->data, t->data, t->bytes);
    return GV_OK;
}

void gv_commit_tensor(const gv_tensor *staged, gv_tensor *t)
{
    memcpy(t->data, staged->data, t->bytes);
    t->scale = staged->scale;
    t->zero_point = staged->zero_point;
}
