/*
 * The dynamic requant (S16, S19, S23, S51) over many mantissas, as loops without branches, which compilers
 * for hosts turn into vectors. A build asks for it with GV_REQUANT_BLOCK, and hello then says `requant`; in
 * other builds the loops of the clauses run. The bits are the same.
 */
#ifndef GV_REQUANT_BLOCK_H
#define GV_REQUANT_BLOCK_H

#include "goldvec.h"
#include "gv_quant.h"

/* Whether the build, the contract and the mode are those that the loops are made for. */
#ifdef GV_REQUANT_BLOCK
bool gv_requant_block_applies(const gv_contract *contract, gv_rounding mode);
#else
/* Known where it is asked, so that a board does not hold what it never runs. */
static inline bool gv_requant_block_applies(const gv_contract *contract, gv_rounding mode)
{
    (void)contract, (void)mode;
    return false;
}
#endif

/* The absolute maximum of what the mantissas stand for: `gv_absmax_mantissas`. */
float gv_requant_block_absmax(const int32_t *mantissas, uint32_t count, float scale);

/* codes[i] = clamp(ha(mantissas[i] * ratio)); both may be the same. */
void gv_requant_block(const int32_t *mantissas, uint32_t count, float ratio, const gv_range *range,
                      int32_t *codes);

#endif
