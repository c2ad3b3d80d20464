/* Staging of outputs in scratch, so that an operation of several writes leaves them untouched when refused. */
#ifndef GV_STAGE_H
#define GV_STAGE_H

#include "goldvec.h"

/* A copy of t, payload included, in scratch. */
gv_status gv_stage(gv_ctx *ctx, const gv_tensor *t, gv_tensor *staged);

/* Payload, scale, zero point and width back into t. */
void gv_commit(const gv_tensor *staged, gv_tensor *t);

#endif
