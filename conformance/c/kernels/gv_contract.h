/*
 * Contracts: dated, frozen records of semantic choices. Kernels read the choices and nothing else; no kernel
 * looks at an id. Types and values are written out of reference/contracts.ts.
 */
#ifndef GV_CONTRACT_H
#define GV_CONTRACT_H

#include "gen/contracts.h"

/* The record of an id; NULL if this library does not have it. */
const gv_contract *gv_find_contract(const char *id);

/* All records, oldest first; NULL beyond the last. */
const gv_contract *gv_get_contract(size_t index);

#endif
