/*
 * The model reader: the flat call of a model op (l0_kind, l0_weight, f0, d0, ...) as layers, wires and
 * samples. What a library of whole models computes on them is its own affair.
 */
#ifndef GV_MODEL_CALL_H
#define GV_MODEL_CALL_H

#include "sdk/gv_params.h"

#ifdef __cplusplus
extern "C" {
#endif

#define GV_MODEL_LAYERS 12u
#define GV_MODEL_SAMPLES 4u

typedef enum {
    GV_LAYER_LINEAR,
    GV_LAYER_QUANTIZATION,
    GV_LAYER_LAYER_NORM,
    GV_LAYER_GROUP_NORM,
    GV_LAYER_CONV1D,
    GV_LAYER_CONV1D_TRANSPOSED,
    GV_LAYER_MAX_POOL1D,
    GV_LAYER_AVG_POOL1D,
    GV_LAYER_ADAPTIVE_AVG_POOL1D,
    GV_LAYER_RELU,
    GV_LAYER_DROPOUT,
    GV_LAYER_FLATTEN,
    GV_LAYER_SOFTMAX,
    GV_LAYER_KINDS
} gv_layer_kind;

/* The word of each kind, in the order of the enumeration. */
extern const char *const gv_layer_words[GV_LAYER_KINDS];

/* A trainable tensor, its gradient and the state of its optimizer; value is NULL where a layer has none. */
typedef struct {
    gv_tensor *value;
    gv_tensor *grad;
    gv_tensor *state[2];
} gv_parameter;

/* A kind reads its own fields. */
typedef struct {
    gv_layer_kind kind;
    gv_arithmetic forward;
    gv_arithmetic weight;
    gv_arithmetic bias;
    gv_arithmetic dx;
    gv_out_mode weight_mode;
    gv_out_mode bias_mode;
    gv_parameter first;  /* weight or gamma */
    gv_parameter second; /* bias or beta */
    float eps;
    float p;
    uint32_t groups;
    gv_window window;
    uint32_t output_padding;
    uint32_t output_size;
    gv_tensor *argmax;
    gv_tensor *mask;
    bool training; /* dropout */
} gv_layer;

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

/*
 * The flat call of a model op as a model over staged copies of everything that is written; NULL with *status
 * set on failure. gv_commit_model hands the copies over. Samples are x0, label0, ... where the call counts
 * them, else the rows of x and label; a call without an optimizer is a forward pass only.
 */
gv_model *gv_open_model(gv_ctx *ctx, gv_call *call, gv_status *status);
void gv_commit_model(const gv_model *model, gv_call *call);

/* How many samples a call has; 0 where it is malformed. */
uint32_t gv_count_samples(gv_call *call);

/* Points x and label of the model at its samples, which are read in place. */
gv_status gv_read_samples(gv_ctx *ctx, gv_call *call, gv_model *model);

#ifdef __cplusplus
}
#endif

#endif
