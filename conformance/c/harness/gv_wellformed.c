/*
 * Whether a payload is exactly one msgpack value. Every announced count is held against the bytes that are
 * left before it is believed: each value takes at least one byte, so more values than bytes cannot come.
 */
#include "gv_harness.h"

/* What the first byte of a value says: bytes of its head, width of its length field, values that follow. */
typedef struct {
    uint32_t head;         /* first byte and fixed bytes, without the length field */
    uint32_t length_bytes; /* 0, 1, 2 or 4 */
    uint32_t per_length;   /* values that follow per unit of length: text 0, array 1, map 2 */
    uint32_t values;       /* values that follow anyway */
    bool known;
} form;

static form form_of_marked(uint8_t first)
{
    static const uint8_t number_bytes[] = {4, 8, 1, 2, 4, 8, 1, 2, 4, 8}; /* 0xca ... 0xd3 */
    static const uint8_t widths[] = {1, 2, 4};
    if (first == 0xc0u || first == 0xc2u || first == 0xc3u) {
        return (form){.head = 1u, .known = true};
    }
    if (first >= 0xc4u && first <= 0xc6u) {
        return (form){.head = 1u, .length_bytes = widths[first - 0xc4u], .known = true};
    }
    if (first >= 0xc7u && first <= 0xc9u) {
        return (form){.head = 2u, .length_bytes = widths[first - 0xc7u], .known = true};
    }
    if (first >= 0xcau && first <= 0xd3u) {
        return (form){.head = 1u + number_bytes[first - 0xcau], .known = true};
    }
    if (first >= 0xd4u && first <= 0xd8u) {
        return (form){.head = 2u + (1u << (first - 0xd4u)), .known = true};
    }
    if (first >= 0xd9u && first <= 0xdbu) {
        return (form){.head = 1u, .length_bytes = widths[first - 0xd9u], .known = true};
    }
    if (first >= 0xdcu) {
        uint32_t width = (first & 1u) == 0u ? 2u : 4u;
        uint32_t per_length = first >= 0xdeu ? 2u : 1u;
        return (form){.head = 1u, .length_bytes = width, .per_length = per_length, .known = true};
    }
    return (form){.known = false}; /* 0xc1 */
}

static form form_of(uint8_t first)
{
    if (first < 0x80u || first >= 0xe0u) {
        return (form){.head = 1u, .known = true};
    }
    if (first < 0x90u) {
        return (form){.head = 1u, .values = 2u * (first & 15u), .known = true};
    }
    if (first < 0xa0u) {
        return (form){.head = 1u, .values = first & 15u, .known = true};
    }
    if (first < 0xc0u) {
        return (form){.head = 1u + (first & 31u), .known = true};
    }
    return form_of_marked(first);
}

bool gv_is_one_value(const uint8_t *payload, uint32_t length)
{
    uint64_t at = 0;
    uint64_t pending = 1;
    while (pending > 0u) {
        if (pending > length - at) {
            return false;
        }
        form f = form_of(payload[at]);
        uint64_t body = 0;
        if (!f.known || f.length_bytes + 1u > length - at) {
            return false;
        }
        for (uint32_t i = 0; i < f.length_bytes; i++) {
            body = body * 256u + payload[at + 1u + i];
        }
        uint64_t bytes = f.head + f.length_bytes + (f.per_length == 0u ? body : 0u);
        if (bytes > length - at) {
            return false;
        }
        at += bytes;
        pending += f.values + f.per_length * body;
        pending--;
    }
    return at == length;
}
