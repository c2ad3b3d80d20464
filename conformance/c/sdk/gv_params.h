/* What the word parameters of calls say: arithmetics, output modes, windows, rates of optimizers. */
#ifndef GV_PARAMS_H
#define GV_PARAMS_H

#include "goldvec.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { GV_ARITH_FLOAT32 = 0, GV_ARITH_SYM_INT32 = 1 } gv_arith;

/* S63: in what an operation computes, and how it rounds. */
typedef struct {
    gv_arith type;
    gv_rounding rounding;
} gv_arithmetic;

typedef enum {
    GV_OUT_WRITE = 0,
    GV_OUT_ACC_DYNAMIC_RESCALE = 1,
    GV_OUT_ACC_FIXED_SCALE = 2
} gv_out_mode;

typedef enum { GV_PAD_VALID = 0, GV_PAD_SAME = 1, GV_PAD_EXPLICIT = 2 } gv_padding;

/* L5: taps, stride, dilation, padding; amount is read by EXPLICIT only. */
typedef struct {
    uint32_t kernel;
    uint32_t stride;
    uint32_t dilation;
    gv_padding padding;
    uint32_t amount;
} gv_window;

typedef struct {
    float lr;
    float momentum;
    float weight_decay;
} gv_sgd_rates;

typedef struct {
    float lr;
    double beta1;
    double beta2;
    double epsilon;
    double weight_decay;
} gv_adamw_options;

/* A parameter that a call need not have: its value, or the other one. */
int32_t gv_param_int_or(gv_call *call, const char *name, int32_t otherwise);
float gv_param_f32_or(gv_call *call, const char *name, float otherwise);

/*
 * Which of `count` words the parameter is: its index. `count` where it is none of them, which latches
 * nothing: a library may know fewer words than the op.
 */
uint32_t gv_param_word(gv_call *call, const char *name, const char *const *words, uint32_t count);

/* `ARITH_SYM_INT32` or `ARITH_FLOAT32` with a rounding mode; an output mode; the window of a call. */
gv_arithmetic gv_param_arithmetic(gv_call *call, const char *type_name, const char *rounding_name);
gv_out_mode gv_param_out_mode(gv_call *call, const char *name);
gv_window gv_param_window(gv_call *call);

#ifdef __cplusplus
}
#endif

#endif
