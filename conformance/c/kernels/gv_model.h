/*
 * Sequential models: gradient computation (L33), macro batches and training steps (L34). A model points to
 * the tensors it reads and writes; nothing is allocated but scratch.
 */
#ifndef GV_MODEL_H
#define GV_MODEL_H

#include "gv_layer.h"
#include "gv_optimizer.h"

/* S117, S119, S121: what is refused (A23) before the first step. */
gv_status gv_guard_optimizer(gv_ctx *ctx, const gv_model *model);

/*
 * L34 before the step: gradients of `size` samples, the first being sample `from`, round robin over the data
 * set; scaled where the loss says MEAN. losses[size] may be NULL.
 */
gv_status gv_accumulate_batch(gv_ctx *ctx, gv_model *model, uint32_t from, uint32_t size, float *losses,
                              float *loss);

/* S118: one optimizer step over all parameters; gradients stay. */
gv_status gv_optimize(gv_ctx *ctx, gv_model *model);

/* L32: all gradients to zero. */
void gv_zero_gradients(const gv_ctx *ctx, gv_model *model);

/* FNV-1a over payload, scale and zero point of every parameter. */
uint32_t gv_checkpoint(const gv_model *model);

/* L33: all layers in order; the output stands in the last forward wire. Scratch is given back. */
gv_status gv_model_forward(gv_ctx *ctx, gv_model *model, uint32_t sample, float *loss);

/*
 * L34: steps of `size` samples each, round robin over the data set, with the loss and the checkpoint of each.
 */
gv_status gv_model_steps(gv_ctx *ctx, gv_model *model, uint32_t size, uint32_t steps, float *losses,
                         uint32_t *checkpoints);

/* The steps of a training into losses and digests, all state carried (L34). */
gv_status gv_train_call(gv_ctx *ctx, gv_call *call);

#endif
