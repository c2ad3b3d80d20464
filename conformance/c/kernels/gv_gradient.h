/*
 * How increments reach gradient tensors (L32; H2 for the June contracts). A layer works on staged
 * copies and commits them when nothing can be refused any more.
 */
#ifndef GV_GRADIENT_H
#define GV_GRADIENT_H

#include "gv_funnel.h"
#include "sdk/gv_stage.h"

/* Arithmetics, modes (not read under June) and gradients of a backward; bias_grad is NULL without a bias. */
typedef struct {
    gv_arithmetic weight_math;
    gv_arithmetic bias_math;
    gv_arithmetic dx_math;
    gv_out_mode weight_mode;
    gv_out_mode bias_mode;
    gv_tensor *weight_grad;
    gv_tensor *bias_grad;
} gv_gradient_steps;

gv_gradient_steps gv_param_gradient_steps(gv_call *call);

/*
 * L16 step 3: a float increment into a gradient as a FLOAT32 identity operation. Refuses A15 and A14; the
 * June contracts know no mode and always rescale.
 */
gv_status gv_push_gradient(gv_ctx *ctx, const float *increment, gv_out_mode mode, gv_tensor *grad);

/*
 * June S77: SYM_INT32 raw into a SYM_INT32 target through floats, by the target's width and mode; FLOAT32 raw
 * into a FLOAT32 target by plain sums.
 */
gv_status gv_add_raw(gv_ctx *ctx, gv_tensor *target, const gv_tensor *raw);

/*
 * Runs a producer: through the funnel, or (June) straight into the wire, whose label and mode stay. The
 * kernel sees the mode of the arithmetic in the raw record.
 */
gv_status gv_produce(gv_ctx *ctx, gv_kernel kernel, void *data, const gv_tensor *const *operands,
                     uint32_t count, gv_arithmetic arithmetic, gv_tensor *wire);

#endif
