/*
 * Canonical msgpack into a buffer: shortest encodings, and nothing is written beyond the end. The first value
 * that does not fit latches `full`.
 */
#ifndef GV_WRITER_H
#define GV_WRITER_H

#include "gv_harness.h"

#include <msgpuck.h>
#include <string.h>

typedef struct {
    char *at;
    char *end;
    bool full;
} gv_writer;

static inline bool gv_fits(gv_writer *w, size_t bytes)
{
    if (w->full || (size_t)(w->end - w->at) < bytes) {
        w->full = true;
    }
    return !w->full;
}

static inline void gv_put_map(gv_writer *w, uint32_t size)
{
    if (gv_fits(w, 5)) {
        w->at = mp_encode_map(w->at, size);
    }
}

static inline void gv_put_array(gv_writer *w, uint32_t size)
{
    if (gv_fits(w, 5)) {
        w->at = mp_encode_array(w->at, size);
    }
}

static inline void gv_put_text(gv_writer *w, gv_text text)
{
    if (gv_fits(w, (size_t)text.length + 5u)) {
        w->at = mp_encode_str(w->at, text.at, text.length);
    }
}

static inline void gv_put_word(gv_writer *w, const char *word)
{
    gv_put_text(w, (gv_text){.at = word, .length = (uint32_t)strlen(word)});
}

static inline void gv_put_uint(gv_writer *w, uint32_t value)
{
    if (gv_fits(w, 9)) {
        w->at = mp_encode_uint(w->at, value);
    }
}

static inline void gv_put_int(gv_writer *w, int32_t value)
{
    if (value >= 0) {
        gv_put_uint(w, (uint32_t)value);
    } else if (gv_fits(w, 9)) {
        w->at = mp_encode_int(w->at, value);
    }
}

static inline uint32_t gv_finish(const gv_writer *w, const uint8_t *start)
{
    return w->full ? 0u : (uint32_t)((const uint8_t *)w->at - start);
}

#endif
