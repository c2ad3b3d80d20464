/* Losses: operands, seed gradient and mean squared error (L28, L29). */
#ifndef GV_LOSS_H
#define GV_LOSS_H

#include "goldvec.h"

/* Output and label as floats in scratch; count values each. */
typedef struct {
    const float *output;
    const float *label;
    uint32_t count;
} gv_loss_operands;

/* Which quantized outputs a loss takes besides FLOAT32. */
typedef enum { GV_LOSS_FLOAT = 0, GV_LOSS_SYM_INT32 = 1, GV_LOSS_ASYM = 2 } gv_loss_outputs;

/* `accepted` is a set of gv_loss_outputs. Refuses (B8) other outputs. */
gv_status gv_read_loss_operands(gv_ctx *ctx, const gv_tensor *output, const gv_tensor *label,
                                uint32_t accepted, gv_loss_operands *operands);

/* The gradient in the record of its destination, by that record's mode (S36-S38). */
gv_status gv_write_loss_gradient(gv_ctx *ctx, float *gradient, gv_tensor *target);

/* L29 loss value. */
gv_status gv_mse_loss(gv_ctx *ctx, const gv_tensor *output, const gv_tensor *label, bool mean, float *loss);

/* L29 seed gradient 2 * (o - l), undivided. */
gv_status gv_mse_gradient(gv_ctx *ctx, const gv_tensor *output, const gv_tensor *label,
                          gv_tensor *gradient);

/* L34: mean over `batches` of their losses, each the sum or mean of `size` sample losses. */
float gv_epoch_loss(const float *losses, uint32_t batches, uint32_t size, bool mean);

/* L28 factor of a macro batch of samples. */
float gv_cross_entropy_factor(uint32_t samples);

/* L29 factor of a macro batch of samples; label is the first one, only its dims are read. */
float gv_mse_factor(uint32_t samples, const gv_tensor *label);

#endif
