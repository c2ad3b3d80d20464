/*
 * Staged outputs, for a library that may still refuse after it has begun to write: it works on copies, which
 * are handed over when nothing can fail any more.
 */
#ifndef GV_STAGE_H
#define GV_STAGE_H

#include "goldvec.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A copy of t in scratch, payload and record. GV_E_MEMORY when the arena is full. */
gv_status gv_stage_tensor(gv_ctx *ctx, const gv_tensor *t, gv_tensor *staged);

/* Payload, scale and zero point of a staged copy back into its tensor. */
void gv_commit_tensor(const gv_tensor *staged, gv_tensor *t);

#ifdef __cplusplus
}
#endif

#endif
