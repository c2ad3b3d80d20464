/*
 * Bit-packed payloads (S5), sign extension (S6), BOOL access (S7) and the fit guard of packed symmetric
 * storage (S28). A payload is one bit stream: stream bit t is bit t & 7 of byte t >> 3.
 */
#ifndef GV_PACK_H
#define GV_PACK_H

#include "goldvec.h"

/* S5: the `bits` (0..32) low bits of an element at stream bit `at`, zero-filled above. */
uint32_t gv_read_field(const uint8_t *bytes, size_t at, uint32_t bits);

/* S5: overwrites exactly `bits` (0..32) stream bits at `at`; every bit outside is preserved. */
void gv_write_field(uint8_t *bytes, size_t at, uint32_t bits, uint32_t value);

/* One side of a packed move. */
typedef struct {
    uint8_t *bytes;
    uint32_t bits; /* element width, 1..32 */
    size_t start;  /* stream bit of the first element */
} gv_bit_stream;

/* S5 append form: narrowing keeps the low bits, widening zero-fills. `from` is only read. */
void gv_append_packed(const gv_bit_stream *from, const gv_bit_stream *to, uint32_t count);

/* S5 whole-tensor form: the low bits of each code, no clamp, no check; padding bits become 0. */
void gv_pack_codes(const int32_t *codes, uint32_t count, uint32_t bits, uint8_t *bytes);

/* S5: zero-extended elements. */
void gv_unpack_codes(const uint8_t *bytes, uint32_t count, uint32_t bits, int32_t *codes);

/* S6: two's-complement value of a zero-extended code; bits in 1..32. */
int32_t gv_sign_extend(uint32_t code, uint32_t bits);

/* S5, S6: sign-extended elements; refuses width 0 (A6). */
gv_status gv_unpack_signed(gv_ctx *ctx, const uint8_t *bytes, uint32_t count, uint32_t bits,
                           int32_t *codes);

/* S28: refuses widths 0 and above 31 (A6) and codes outside [-2^(bits-1), 2^(bits-1) - 1] (A7). */
gv_status gv_guard_fit(gv_ctx *ctx, const int32_t *codes, uint32_t count, uint32_t bits);

/* S7: element i of a BOOL payload. */
static inline bool gv_get_bool(const uint8_t *bytes, uint32_t i)
{
    return ((bytes[i >> 3] >> (i & 7u)) & 1u) != 0u;
}

/* S7 */
static inline void gv_set_bool(uint8_t *bytes, uint32_t i, bool value)
{
    uint8_t mask = (uint8_t)(1u << (i & 7u));
    bytes[i >> 3] = (uint8_t)(value ? bytes[i >> 3] | mask : bytes[i >> 3] & (uint8_t)~mask);
}

#endif
