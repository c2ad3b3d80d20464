/*
 * Where a training spends its instructions. With GV_COST a port provides both functions (ports/cost); without it
 * they cost nothing.
 */
#ifndef GV_COST_H
#define GV_COST_H

#include "goldvec.h"

typedef enum {
    GV_COST_START,    /* nothing before this mark is charged */
    GV_COST_FORWARD,  /* of one layer */
    GV_COST_LOSS,     /* value and seed gradient, and all that belongs to no layer */
    GV_COST_BACKWARD, /* of one layer */
    GV_COST_UPDATE,   /* scaling, optimizer, zeroing; once per batch */
    GV_COST_CHECK     /* digests, which a product does without */
} gv_phase;

#ifdef GV_COST

/* Charges what has passed since the mark before. */
void gv_cost_mark(const gv_ctx *ctx, gv_phase phase, uint32_t layer);

/* Scratch is in use up to this byte. */
void gv_cost_scratch(size_t used);

#else

static inline void gv_cost_mark(const gv_ctx *ctx, gv_phase phase, uint32_t layer)
{
    (void)ctx;
    (void)phase;
    (void)layer;
}

static inline void gv_cost_scratch(size_t used)
{
    (void)used;
}

#endif

#endif
