/*
 * MaxPool1d, AvgPool1d, AdaptiveAvgPool1d (L18-L23). Forwards run in the funnel; a FLOAT32 backward is a
 * plain loop over FLOAT32 wires, dx starting at 0. Refuse B6 (lengths, value sums) and A18.
 */
#ifndef GV_POOL_H
#define GV_POOL_H

#include "gv_funnel.h"
#include "gv_window.h"

typedef enum { GV_POOL_MAX, GV_POOL_AVERAGE, GV_POOL_ADAPTIVE } gv_pool_kind;

typedef struct {
    gv_pool_kind kind;
    gv_window window;  /* not adaptive */
    uint32_t outputs;  /* adaptive only */
    gv_tensor *argmax; /* max only: [B, C, Lo], written forward, read backward */
} gv_pool;

/* The pool of a call. */
gv_pool gv_param_pool(gv_call *call, gv_pool_kind kind);

gv_status gv_pool_forward(gv_ctx *ctx, const gv_pool *pool, const gv_tensor *x, gv_arithmetic arithmetic,
                          gv_tensor *y);
gv_status gv_pool_backward(gv_ctx *ctx, const gv_pool *pool, const gv_tensor *dy, gv_arithmetic arithmetic,
                           gv_tensor *dx);

#endif
