/*
 * Sequential models: gradient computation (L33), macro batches and training steps (L34). A model points to
 * the tensors it reads and writes; nothing is allocated but scratch.
 */
#ifndef GV_MODEL_H
#define GV_MODEL_H

#include "gv_layer.h"
#include "gv_optimizer.h"

#define GV_MODEL_LAYERS 12u
#define GV_MODEL_SAMPLES 4u

typedef enum { GV_LOSS_MSE, GV_LOSS_CROSS_ENTROPY } gv_loss_kind;

typedef struct {
    bool adamw;
    gv_rounding write_back;
    gv_arith arith;
    gv_sgd_rates sgd;
    gv_adamw_options options;
    uint32_t t; /* AdamW steps done */
} gv_optimizer;

typedef struct {
    uint32_t count;
    gv_layer layers[GV_MODEL_LAYERS];
    gv_tensor *forward[GV_MODEL_LAYERS]; /* output wires */
    gv_tensor *dx[GV_MODEL_LAYERS];      /* input gradient wires; absent above `first` */
    gv_tensor *seed;
    uint32_t first; /* layer whose backward runs first */
    gv_loss_kind loss;
    bool forward_mean;
    bool backward_mean;
    bool trains; /* has gradients, wires of them and an optimizer */
    uint32_t samples;
    const gv_tensor **x; /* [samples] */
    const gv_tensor **label;
    gv_optimizer optimizer;
} gv_model;

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

/*
 * The flat call of a model op as a model over staged copies of everything that is written; NULL with *status
 * set on failure. gv_commit_model hands the copies over. Samples are x0, label0, ... where the call counts
 * them, else the rows of x and label; a call without an optimizer is a forward pass only.
 */
gv_model *gv_open_model(gv_ctx *ctx, gv_call *call, gv_status *status);
void gv_commit_model(const gv_model *model, gv_call *call);

/* The steps of a training into losses and digests, all state carried (L34). */
gv_status gv_train_call(gv_ctx *ctx, gv_call *call);

/* How many samples a call has; 0 where it is malformed. */
uint32_t gv_count_samples(gv_call *call);

/* Points x and label of the model at its samples, which are read in place. */
gv_status gv_read_samples(gv_ctx *ctx, gv_call *call, gv_model *model);

#endif
