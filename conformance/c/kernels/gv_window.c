/* S88-S90, S95. */
#include "gv_window.h"

uint64_t gv_window_span(const gv_window *w) { return (uint64_t)w->dilation * (w->kernel - 1u) + 1u; }

static gv_geometry same_geometry(const gv_window *w, uint32_t length)
{
    uint32_t outputs = (length + w->stride - 1u) / w->stride;
    uint64_t needed = gv_window_span(w) + (uint64_t)(outputs - 1u) * w->stride;
    uint64_t total = needed > length ? needed - length : 0u;
    return (gv_geometry){.outputs = outputs, .pad_left = total / 2u, .pad_right = total - total / 2u};
}

gv_geometry gv_window_geometry(const gv_window *w, uint32_t length)
{
    if (w->padding == GV_PAD_SAME) {
        return same_geometry(w, length);
    }
    uint32_t pad = w->padding == GV_PAD_EXPLICIT ? w->amount : 0u;
    uint32_t padded = length + 2u * pad;
    uint64_t span = gv_window_span(w);
    uint32_t outputs = padded >= span ? (uint32_t)(padded - span) / w->stride + 1u : 0u;
    return (gv_geometry){.outputs = outputs, .pad_left = pad, .pad_right = pad};
}

void gv_adaptive_window(uint32_t o, uint32_t length, uint32_t outputs, uint32_t *first, uint32_t *count)
{
    uint64_t next = (uint64_t)(o + 1u) * length;
    *first = (uint32_t)((uint64_t)o * length / outputs);
    *count = (uint32_t)((next + outputs - 1u) / outputs) - *first;
}
