/* The three contract records; sources: part A sections H1-H6, part B sections 1 and 3. */
#include "gv_contract.h"

#include <string.h>

static const gv_contract contracts[] = {
    {
        .id = "sym-2026-06-11",
        .operand_bits = 16,
        .gradient_bits_max = 16,
        .matmul_label_max = 0,
        .norm_label_max = 16,
        .producers = GV_PRODUCERS_RAW,
        .requant = GV_REQUANT_DIVIDE,
        .encode = GV_ENCODE_CLAMP_THEN_ROUND,
        .sym_cells = GV_SYM_CELLS_ABSENT,
        .affine = GV_AFFINE_PER_CELL,
        .same_type = GV_SAME_TYPE_PAYLOAD,
        .bias_seed = GV_BIAS_HALF_AWAY_UNGUARDED,
        .affine_seed = GV_AFFINE_FACTOR,
        .seed_guard = true,
        .linear_bias_gradient = GV_BIAS_HALF_AWAY_UNGUARDED,
        .backward = GV_BACKWARD_CONVERT_BACK,
        .write_rounding = GV_WRITE_ROUNDING_RECORD,
        .sgd = GV_SGD_UNROUNDED_MOMENTUM,
        .momentum_bits = 16,
        .increment_bits = 16,
        .empty_norm = GV_EMPTY_NORM_RUNS,
        .statistics_label = GV_STATISTICS_LABEL_GUARDED,
        .sym_width_max = 32,
        .norm_gradients = GV_NORM_GRADIENTS_SYM_INT32_ONLY,
        .convolution_sym = false,
        .current_layers = false,
        .softmax = GV_SOFTMAX_RAW_LOGITS,
        .cross_entropy_sym = false,
    },
    {
        .id = "sym-2026-06-23",
        .operand_bits = 12,
        .gradient_bits_max = 16,
        .matmul_label_max = 12,
        .norm_label_max = 12,
        .producers = GV_PRODUCERS_RAW,
        .requant = GV_REQUANT_DIVIDE,
        .encode = GV_ENCODE_CLAMP_THEN_ROUND,
        .sym_cells = GV_SYM_CELLS_PRESENT,
        .affine = GV_AFFINE_PER_CELL,
        .same_type = GV_SAME_TYPE_PAYLOAD,
        .bias_seed = GV_BIAS_SEED_RESCALE,
        .affine_seed = GV_AFFINE_SEED_RESCALE,
        .seed_guard = true,
        .linear_bias_gradient = GV_BIAS_HALF_AWAY_UNGUARDED,
        .backward = GV_BACKWARD_CONVERT_BACK,
        .write_rounding = GV_WRITE_ROUNDING_RECORD,
        .sgd = GV_SGD_UNROUNDED_MOMENTUM,
        .momentum_bits = 0,
        .increment_bits = 12,
        .empty_norm = GV_EMPTY_NORM_RETURNS,
        .statistics_label = GV_STATISTICS_LABEL_UNGUARDED,
        .sym_width_max = 32,
        .norm_gradients = GV_NORM_GRADIENTS_SYM_INT32_ONLY,
        .convolution_sym = true,
        .current_layers = false,
        .softmax = GV_SOFTMAX_RAW_LOGITS,
        .cross_entropy_sym = false,
    },
    {
        .id = "sym-2026-07-21",
        .operand_bits = 12,
        .gradient_bits_max = 16,
        .matmul_label_max = 12,
        .norm_label_max = 12,
        .producers = GV_PRODUCERS_RESTORED,
        .requant = GV_REQUANT_RATIO,
        .encode = GV_ENCODE_ROUND_THEN_CLAMP,
        .sym_cells = GV_SYM_CELLS_PRESENT,
        .affine = GV_AFFINE_ONE_RULE,
        .same_type = GV_SAME_TYPE_CHECKED,
        .bias_seed = GV_BIAS_SEED_RESCALE,
        .affine_seed = GV_AFFINE_SEED_RESCALE,
        .seed_guard = true,
        .linear_bias_gradient = GV_BIAS_SEED_RESCALE,
        .backward = GV_BACKWARD_FUNNEL,
        .write_rounding = GV_WRITE_ROUNDING_OPERATION,
        .sgd = GV_SGD_STORED_MOMENTUM,
        .momentum_bits = 0,
        .increment_bits = 12,
        .empty_norm = GV_EMPTY_NORM_RETURNS,
        .statistics_label = GV_STATISTICS_LABEL_GUARDED,
        .sym_width_max = 31,
        .norm_gradients = GV_NORM_GRADIENTS_ANY,
        .convolution_sym = true,
        .current_layers = true,
        .softmax = GV_SOFTMAX_STABILISED,
        .cross_entropy_sym = true,
    },
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
