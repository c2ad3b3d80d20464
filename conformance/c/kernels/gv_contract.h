/*
 * Contracts: dated, frozen records of semantic choices. Kernels read these fields and nothing else; no
 * kernel looks at a date or an id. The fields are those of reference/contracts.ts, in the same order.
 */
#ifndef GV_CONTRACT_H
#define GV_CONTRACT_H

#include "goldvec.h"

typedef enum { GV_PRODUCERS_RAW, GV_PRODUCERS_RESTORED } gv_producers;
typedef enum { GV_REQUANT_DIVIDE, GV_REQUANT_RATIO } gv_requant_form;
typedef enum { GV_ENCODE_CLAMP_THEN_ROUND, GV_ENCODE_ROUND_THEN_CLAMP } gv_encode_order;
typedef enum { GV_SYM_CELLS_ABSENT, GV_SYM_CELLS_PRESENT } gv_sym_cells;
typedef enum { GV_AFFINE_PER_CELL, GV_AFFINE_ONE_RULE } gv_affine_rule;
typedef enum { GV_SAME_TYPE_PAYLOAD, GV_SAME_TYPE_CHECKED } gv_same_type;
typedef enum { GV_BIAS_HALF_AWAY_UNGUARDED, GV_BIAS_SEED_RESCALE } gv_bias_seed;
typedef enum { GV_AFFINE_FACTOR, GV_AFFINE_SEED_RESCALE } gv_affine_seed;
typedef enum { GV_BACKWARD_CONVERT_BACK, GV_BACKWARD_FUNNEL } gv_backward;
typedef enum { GV_WRITE_ROUNDING_RECORD, GV_WRITE_ROUNDING_OPERATION } gv_write_rounding;
typedef enum { GV_SGD_UNROUNDED_MOMENTUM, GV_SGD_STORED_MOMENTUM } gv_sgd;
typedef enum { GV_EMPTY_NORM_RUNS, GV_EMPTY_NORM_RETURNS } gv_empty_norm;
typedef enum { GV_STATISTICS_LABEL_GUARDED, GV_STATISTICS_LABEL_UNGUARDED } gv_statistics_label;
typedef enum { GV_NORM_GRADIENTS_SYM_INT32_ONLY, GV_NORM_GRADIENTS_ANY } gv_norm_gradients;
typedef enum { GV_SOFTMAX_RAW_LOGITS, GV_SOFTMAX_STABILISED } gv_softmax;

struct gv_contract {
    const char *id;
    uint32_t operand_bits;      /* default width of records and conversion scratch (S124) */
    uint32_t gradient_bits_max; /* largest label of an accumulation target (S68, S122) */
    uint32_t matmul_label_max;  /* largest operand label of matmul and Linear; 0: none is checked */
    uint32_t norm_label_max;    /* largest label of the norm layers' SYM operands */
    gv_producers producers;
    gv_requant_form requant;     /* S51: (q*s)/s' or q*(s/s') */
    gv_encode_order encode;      /* dynamic encoders: which of clamp and round comes first */
    gv_sym_cells sym_cells;      /* conversions with SYM on one side (H4) */
    gv_affine_rule affine;       /* rules of the cells into ASYM (H4) */
    gv_same_type same_type;      /* same-type conversion (S29, H4) */
    gv_bias_seed bias_seed;      /* Linear and convolutions */
    gv_affine_seed affine_seed;  /* norm layers */
    bool seed_guard;             /* the #189 guard of S20 */
    gv_bias_seed linear_bias_gradient;
    gv_backward backward;
    gv_write_rounding write_rounding; /* who owns the rounding of OUT_WRITE (S67) */
    gv_sgd sgd;
    uint32_t momentum_bits;  /* width of an unrounded momentum buffer; 0: the parameter's */
    uint32_t increment_bits; /* width of the pre-quantized increment of S58 */
    gv_empty_norm empty_norm; /* a SYM arm of an empty tensor: runs its course, or only sets the scale 1 */
    gv_statistics_label statistics_label; /* label guard of the norm statistics */
    uint32_t sym_width_max;               /* largest width that a SYM payload is written at */
    gv_norm_gradients norm_gradients;
    bool convolution_sym; /* Conv1d and Conv1dTransposed have SYM arms */
    bool current_layers;  /* pools, ReLU, Dropout, GroupNorm, AdamW exist */
    gv_softmax softmax;
    bool cross_entropy_sym;
};

/* The record of an id; NULL if this library does not have it. */
const gv_contract *gv_find_contract(const char *id);

/* All records, oldest first; NULL beyond the last. */
const gv_contract *gv_get_contract(size_t index);

#endif
