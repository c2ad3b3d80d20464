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

/* S89; a window without valid taps is (0, K, 0). */
gv_slice gv_window_slice(const gv_window *w, uint32_t length, uint64_t pad_left, uint32_t output);

/* S95: first sample and count of adaptive window o of `outputs`; all lengths at least 1, o below outputs. */
void gv_adaptive_window(uint32_t o, uint32_t length, uint32_t outputs, uint32_t *first, uint32_t *count);

#endif
