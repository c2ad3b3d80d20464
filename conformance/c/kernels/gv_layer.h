/* One layer of any kind as data, forward and backward (L1-L31). */
#ifndef GV_LAYER_H
#define GV_LAYER_H

#include "gv_funnel.h"
#include "gv_window.h"

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

/* Overwrites the wire y from x. */
gv_status gv_layer_forward(gv_ctx *ctx, const gv_layer *layer, const gv_tensor *x, gv_tensor *y);

/* Accumulates the layer's gradients and overwrites the wire dx; x is the input of the forward. */
gv_status gv_layer_backward(gv_ctx *ctx, const gv_layer *layer, const gv_tensor *x, const gv_tensor *dy,
                            gv_tensor *dx);

#endif
