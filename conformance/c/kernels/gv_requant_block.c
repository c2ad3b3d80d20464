/* S16, S19, S23, S51. */
#include "gv_requant_block.h"

#include "gv_contract.h"
#include "gv_float.h"
#include "gv_round.h"

/* Bits of float32: magnitudes are in the order of their bits. */
#define SIGN 0x80000000u
#define HALF 0x3f000000u
#define ONE 0x3f800000u
#define INTEGRAL_BITS 0x4b000000u /* of GV_INTEGRAL */
#define INT32_BITS 0x4f000000u

/* Masks instead of branches: a compiler may not compare floats that the clause does not compare. */
static inline uint32_t where(bool condition) { return 0u - (uint32_t)condition; }

static inline uint32_t choose(uint32_t mask, uint32_t yes, uint32_t no)
{
    return (yes & mask) | (no & ~mask);
}

#ifdef GV_REQUANT_BLOCK
bool gv_requant_block_applies(const gv_contract *contract, gv_rounding mode)
{
    return contract->requant == GV_REQUANT_RATIO && contract->encode == GV_ENCODE_ROUND_THEN_CLAMP &&
           mode == GV_HALF_AWAY;
}
#endif

float gv_requant_block_absmax(const int32_t *mantissas, uint32_t count, float scale)
{
    /* the largest magnitude has the largest value; NaN, which 0 and a bad scale give, is passed over */
    uint32_t largest = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t bits = (uint32_t)mantissas[i];
        uint32_t magnitude = mantissas[i] < 0 ? 0u - bits : bits;
        largest = magnitude > largest ? magnitude : largest;
    }
    float value = gv_abs_f32((float)largest * scale);
    return value > 0.0f ? value : 0.0f;
}

void gv_requant_block(const int32_t *mantissas, uint32_t count, float ratio, const gv_range *range,
                      int32_t *codes)
{
    int32_t low = range->low_code;
    int32_t high = range->high_code;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t bits = gv_bits_of(gv_i2f(mantissas[i]) * ratio);
        uint32_t magnitude = bits & ~SIGN;
        float value = gv_float_of(magnitude);
        /* ties to even, of which those that went down are moved */
        float nearest = (value + GV_INTEGRAL) - GV_INTEGRAL;
        nearest += gv_float_of(where(gv_bits_of(value - nearest) == HALF) & ONE);
        uint32_t rounded = choose(where(magnitude < INTEGRAL_BITS), gv_bits_of(nearest), magnitude);
        /* NaN as well is beyond the range, of which nothing is cast */
        uint32_t inside = where(rounded < INT32_BITS);
        int32_t cast = (int32_t)gv_float_of((rounded | (bits & SIGN)) & inside);
        codes[i] = gv_clamp_int((int32_t)choose(inside, (uint32_t)cast, SIGN), low, high);
    }
}
