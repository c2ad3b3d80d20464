/* The table of contracts, from gen/contracts.def. */
#include "gv_contract.h"

#include <string.h>

static const gv_contract contracts[] = {
#include "gen/contracts.def"
};

const gv_contract *gv_get_contract(size_t index)
{
    return index < sizeof contracts / sizeof contracts[0] ? &contracts[index] : NULL;
}

const gv_contract *gv_find_contract(const char *id)
{
    for (size_t i = 0; i < sizeof contracts / sizeof contracts[0]; i++) {
        if (strcmp(contracts[i].id, id) == 0) {
            return &contracts[i];
        }
    }
    return NULL;
}
