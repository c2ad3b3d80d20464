/*
 * Sums of products of narrow integers (S84, S91, S93, L7, L11), several terms at a time: operands that fit
 * 16 bits are packed side by side, as the vector units of hosts and the dual multiply-accumulate of Cortex-M4
 * take them. A build asks for it with GV_DOT16, and hello then says `dot16`; in other builds nothing applies,
 * and the loops of the clauses run. Sums are those of the clauses modulo 2^32 in any order, so a build that
 * counts overflows must do without.
 */
#ifndef GV_DOT_H
#define GV_DOT_H

#include "goldvec.h"

/* Appended to the toolchain in hello. */
#if defined(GV_DOT16) && defined(__ARM_FEATURE_SIMD32)
#define GV_DOT_LABEL " dot16 smlad"
#elif defined(GV_DOT16)
#define GV_DOT_LABEL " dot16"
#else
#define GV_DOT_LABEL ""
#endif

/* Rows of fewer terms are faster as they are: a packed row has sixteen or more, the rest of them zeros. */
#define GV_DOT_TERMS_MIN 8u

/* How rows of `terms` values are packed. */
typedef struct {
    uint32_t terms;
    uint32_t stride; /* terms in whole blocks; zeros stand behind the last one */
    uint32_t run;    /* so many products add up without overflow, where that would be undefined */
} gv_dot;

/* Whether all values are narrow enough that the products of a block add up without overflow. */
#ifdef GV_DOT16
bool gv_dot_applies(const int32_t *a, uint32_t a_count, const int32_t *b, uint32_t b_count, uint32_t terms,
                    gv_dot *dot);
#else
/* Known where it is asked, so that a board does not hold what it never runs. */
static inline bool gv_dot_applies(const int32_t *a, uint32_t a_count, const int32_t *b, uint32_t b_count,
                                  uint32_t terms, gv_dot *dot)
{
    (void)a, (void)a_count, (void)b, (void)b_count, (void)terms, (void)dot;
    return false;
}
#endif

/* Scratch for that many packed rows, all zeros, or NULL. */
int16_t *gv_dot_rows(gv_ctx *ctx, const gv_dot *dot, uint32_t rows);

/* Packs `count` values that stand `step` apart. */
void gv_dot_pack(int16_t *to, const int32_t *from, uint32_t count, uint32_t step);

/* out[i * step] += row . rows[i], for every i below count. */
void gv_dot_add(const gv_dot *dot, const int16_t *row, const int16_t *rows, uint32_t count, int32_t *out,
                uint32_t step);

#endif
