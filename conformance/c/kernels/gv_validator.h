/* The opt-in model validator (H5): it reports, never refuses. */
#ifndef GV_VALIDATOR_H
#define GV_VALIDATOR_H

#include "gv_layer.h"

typedef enum { GV_RULE_V1, GV_RULE_V2, GV_RULE_V3, GV_RULE_V4 } gv_rule;

typedef enum {
    GV_VALID = 0,
    GV_NULL_MODEL = 1,
    GV_NULL_LAYER = 2,
    GV_UNQUANTIZED_PRODUCER = 3
} gv_violation;

/* What the rules look at. */
typedef struct {
    bool is_null;
    gv_layer_kind kind;
    bool sym_output;  /* declared output storage is SYM_INT32 */
    bool sym_forward; /* declared forward arithmetic is SYM_INT32 */
} gv_validated_layer;

/* The violation at layer i of a model of count layers. */
gv_violation gv_validate_layer(const gv_validated_layer *layers, uint32_t count, gv_rule rule, uint32_t i);

#endif
