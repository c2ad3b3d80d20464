/* S5, S6, S28. */
#include "gv_pack.h"

#include "gv_contract.h"

uint32_t gv_read_field(const uint8_t *bytes, size_t at, uint32_t bits)
{
    uint64_t window = 0;
    uint32_t skip = (uint32_t)(at & 7u);
    const uint8_t *from = bytes + (at >> 3);
    for (uint32_t got = 0; got < skip + bits; got += 8u) {
        window |= (uint64_t)from[got >> 3] << got;
    }
    return (uint32_t)((window >> skip) & (((uint64_t)1 << bits) - 1u));
}

void gv_write_field(uint8_t *bytes, size_t at, uint32_t bits, uint32_t value)
{
    uint32_t skip = (uint32_t)(at & 7u);
    uint64_t mask = (((uint64_t)1 << bits) - 1u) << skip;
    uint64_t field = ((uint64_t)value << skip) & mask;
    uint8_t *to = bytes + (at >> 3);
    for (uint32_t done = 0; done < skip + bits; done += 8u) {
        uint8_t keep = (uint8_t)~(mask >> done);
        to[done >> 3] = (uint8_t)((to[done >> 3] & keep) | (uint8_t)(field >> done));
    }
}

void gv_append_packed(const gv_bit_stream *from, const gv_bit_stream *to, uint32_t count)
{
    uint32_t shared = from->bits < to->bits ? from->bits : to->bits;
    for (uint32_t k = 0; k < count; k++) {
        uint32_t value = gv_read_field(from->bytes, from->start + (size_t)k * from->bits, shared);
        gv_write_field(to->bytes, to->start + (size_t)k * to->bits, to->bits, value);
    }
}

void gv_pack_codes(const int32_t *codes, uint32_t count, uint32_t bits, uint8_t *bytes)
{
    uint64_t window = 0;
    uint32_t held = 0;
    uint64_t mask = ((uint64_t)1 << bits) - 1u;
    for (uint32_t k = 0; k < count; k++) {
        window |= ((uint64_t)(uint32_t)codes[k] & mask) << held;
        held += bits;
        while (held >= 8u) {
            *bytes++ = (uint8_t)window;
            window >>= 8;
            held -= 8u;
        }
    }
    if (held > 0u) {
        *bytes = (uint8_t)window;
    }
}

void gv_unpack_codes(const uint8_t *bytes, uint32_t count, uint32_t bits, int32_t *codes)
{
    uint64_t window = 0;
    uint32_t held = 0;
    uint64_t mask = ((uint64_t)1 << bits) - 1u;
    for (uint32_t k = 0; k < count; k++) {
        while (held < bits) {
            window |= (uint64_t)*bytes++ << held;
            held += 8u;
        }
        codes[k] = (int32_t)(uint32_t)(window & mask);
        window >>= bits;
        held -= bits;
    }
}

int32_t gv_sign_extend(uint32_t code, uint32_t bits)
{
    if (bits >= 32u) {
        return (int32_t)code;
    }
    uint32_t sign = (uint32_t)1 << (bits - 1u);
    uint32_t masked = code & ((sign << 1) - 1u);
    return (int32_t)(masked ^ sign) - (int32_t)sign;
}

gv_status gv_unpack_signed(gv_ctx *ctx, const uint8_t *bytes, uint32_t count, uint32_t bits,
                           int32_t *codes)
{
    if (bits == 0u) {
        return gv_fail(ctx, GV_E_REFUSED, "A6: unpack of width 0");
    }
    gv_unpack_codes(bytes, count, bits, codes);
    for (uint32_t k = 0; k < count; k++) {
        codes[k] = gv_sign_extend((uint32_t)codes[k], bits);
    }
    return GV_OK;
}

gv_status gv_guard_fit(gv_ctx *ctx, const int32_t *codes, uint32_t count, uint32_t bits)
{
    uint32_t widest = ctx->contract->sym_width == GV_SYM_WIDTH_GUARDED ? 31u : 32u;
    if (bits == 0u || bits > widest) {
        return gv_fail(ctx, GV_E_REFUSED, "A6: pack of width 0 or beyond the widest");
    }
    int32_t high = (int32_t)(((uint32_t)1 << (bits - 1u)) - 1u);
    int32_t low = -high - 1;
    for (uint32_t k = 0; k < count; k++) {
        if (codes[k] < low || codes[k] > high) {
            return gv_fail(ctx, GV_E_REFUSED, "A7: a code does not fit the packed width");
        }
    }
    return GV_OK;
}
