/* Walking tensors in logical order (S3, S73). */
#ifndef GV_VIEWS_H
#define GV_VIEWS_H

#include "goldvec.h"

/* An odometer over the logical axes, last axis fastest; `at` is the storage position of the element. */
typedef struct {
    uint32_t rank;
    uint32_t extent[GV_MAX_RANK];
    uint32_t stride[GV_MAX_RANK];
    uint32_t index[GV_MAX_RANK];
    uint32_t at;
} gv_walk;

/* Stands on the first element. */
gv_walk gv_walk_start(const gv_tensor *t);

void gv_walk_next(gv_walk *walk);

/*
 * The elements of an INT32, SYM_INT32 or FLOAT32 tensor in logical order: t itself where that is how they
 * are stored, else a copy in scratch.
 */
gv_status gv_read_logical(gv_ctx *ctx, const gv_tensor *t, gv_tensor *flat);

/* Puts the elements of `flat`, which gv_read_logical gave for t, back to where t stores them. */
void gv_write_logical(const gv_tensor *flat, gv_tensor *t);

/* Logical axis i is physical axis i for every i. */
bool gv_is_identity(const gv_tensor *t);

/* S73 "dimensions match": equal ranks and equal logical extents. */
bool gv_same_extents(const gv_tensor *a, const gv_tensor *b);

#endif
