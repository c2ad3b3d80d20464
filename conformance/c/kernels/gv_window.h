/* One-dimensional window geometry of convolutions and pools (S88-S90, S95). */
#ifndef GV_WINDOW_H
#define GV_WINDOW_H

#include "sdk/gv_params.h"

typedef struct {
    uint32_t outputs;
    uint64_t pad_left; /* beyond 32 bits under a wide dilation */
    uint64_t pad_right;
} gv_geometry;

/* The valid taps of one output: first input position, first tap, count (S89). */
typedef struct {
    uint32_t input;
    uint32_t tap;
    uint32_t count;
} gv_slice;

/* Samples that a window spans: D * (K - 1) + 1. */
uint64_t gv_window_span(const gv_window *w);

/* S88; K at least 1, and length at least 1 under SAME. */
gv_geometry gv_window_geometry(const gv_window *w, uint32_t length);

/* S89; a window without valid taps is (0, K, 0). Here, because a call costs as much as the taps. */
static inline gv_slice gv_window_slice(const gv_window *w, uint32_t length, uint64_t pad_left,
                                       uint32_t output)
{
    const gv_slice none = {.input = 0, .tap = w->kernel, .count = 0};
    uint64_t place = (uint64_t)output * w->stride;
    uint64_t missing = place < pad_left ? pad_left - place : 0u;
    /* most windows lie inside, and a division takes as long as their taps */
    uint64_t tap = missing == 0u ? 0u : (missing + w->dilation - 1u) / w->dilation;
    /* input position of that tap */
    uint64_t input = place + tap * w->dilation - pad_left;
    if (tap >= w->kernel || input >= length) {
        return none;
    }
    uint32_t behind = length - 1u - (uint32_t)input;
    uint32_t left = w->kernel - (uint32_t)tap;
    bool fits = (uint64_t)(left - 1u) * w->dilation <= behind;
    return (gv_slice){.input = (uint32_t)input,
                      .tap = (uint32_t)tap,
                      .count = fits ? left : behind / w->dilation + 1u};
}

/* S95: first sample and count of adaptive window o of `outputs`; all lengths at least 1, o below outputs. */
void gv_adaptive_window(uint32_t o, uint32_t length, uint32_t outputs, uint32_t *first, uint32_t *count);

#endif
