/* Gradients between steps, SGD of all contracts, AdamW, schedules (S114-S121, H2). */
#ifndef GV_OPTIMIZER_H
#define GV_OPTIMIZER_H

#include "gv_funnel.h"

/* S119 scalars of one step, cast to float32. */
typedef struct {
    float w1;
    float beta2;
    float s2;
    float bc2;
    float step;
    float decay;
    float epsilon;
} gv_adamw_rates;

typedef enum { GV_SCHEDULE_STEP, GV_SCHEDULE_EXPONENTIAL, GV_SCHEDULE_COSINE } gv_schedule_kind;

typedef struct {
    gv_schedule_kind kind;
    float factor;    /* gamma, or the smallest rate of COSINE */
    uint32_t period; /* step size or T */
} gv_schedule;

/* S114 */
void gv_zero_gradient(const gv_ctx *ctx, gv_tensor *gradient);

/* S115; refuses (A23) INT32 and BOOL. */
gv_status gv_scale_gradient(gv_ctx *ctx, gv_tensor *gradient, float factor);

/* S121; refuses (A23) INT32 and BOOL gradients. */
gv_status gv_guard_gradient(gv_ctx *ctx, const gv_tensor *gradient);

/* S117; refuses (A23) every update arithmetic but FLOAT32. */
gv_status gv_guard_update(gv_ctx *ctx, gv_arith type);

/* S116: one parameter; the gradient is only read. */
gv_status gv_sgd_step(gv_ctx *ctx, gv_tensor *parameter, const gv_tensor *gradient, gv_sgd_rates rates,
                      gv_rounding write_back);

/* S117: state, then parameter from the stored state. Both stay untouched when refused. */
gv_status gv_sgd_momentum_step(gv_ctx *ctx, gv_tensor *parameter, const gv_tensor *gradient,
                               gv_tensor *state, gv_sgd_rates rates, gv_rounding write_back);

/* H2 factory step: the parameter follows the unrounded momentum; the records' own modes. */
gv_status gv_june_sgd_step(gv_ctx *ctx, gv_tensor *parameter, const gv_tensor *gradient,
                           gv_tensor *state, gv_sgd_rates rates);

/* H2 stateless step: parameter, then a SYM_INT32 gradient is encoded again. */
gv_status gv_june_sgd_stateless_step(gv_ctx *ctx, gv_tensor *parameter, gv_tensor *gradient,
                                     gv_sgd_rates rates);

/* S119 construction; refuses (A23). */
gv_status gv_guard_adamw(gv_ctx *ctx, const gv_adamw_options *options);

/* S119 scalars of step t, 1 for the first. */
gv_adamw_rates gv_adamw_scalars(const gv_adamw_options *options, uint32_t t);

/* S119: m, v, then the parameter from the stored moments. All stay untouched when refused. */
gv_status gv_adamw_step(gv_ctx *ctx, gv_tensor *parameter, const gv_tensor *gradient, gv_tensor *m,
                        gv_tensor *v, const gv_adamw_rates *rates, gv_rounding write_back);

/* S120 construction; refuses (A24). */
gv_status gv_guard_schedule(gv_ctx *ctx, gv_schedule schedule);

/* S120: the rate after e ticks. */
float gv_scheduled_rate(gv_schedule schedule, float base, uint32_t e);

#endif
