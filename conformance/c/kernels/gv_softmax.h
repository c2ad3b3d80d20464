/* Softmax, CrossEntropy and the class of a metric (L27, L28, L34). */
#ifndef GV_SOFTMAX_H
#define GV_SOFTMAX_H

#include "goldvec.h"

/* L27: all elements jointly; written HALF_AWAY where the operation owns the rounding. */
gv_status gv_softmax_forward(gv_ctx *ctx, const gv_tensor *x, gv_tensor *y);

/* L27 as a function of its arguments, s = x; dx in its own record, by its own mode. */
gv_status gv_softmax_backward(gv_ctx *ctx, const gv_tensor *x, const gv_tensor *dy, gv_tensor *dx);

/* L28 loss value. Refuses (B8) outputs that the contract does not take, and probabilities not finite. */
gv_status gv_cross_entropy_loss(gv_ctx *ctx, const gv_tensor *output, const gv_tensor *label, bool mean,
                                float *loss);

/* L28 seed gradient p - y in the record of its destination. Refuses (B8). */
gv_status gv_cross_entropy_gradient(gv_ctx *ctx, const gv_tensor *output, const gv_tensor *label,
                                    gv_tensor *gradient);

/* L34: counts of predictions by target class, [classes, classes]; row 0 of labels says how many classes. */
gv_status gv_confusion_counts(gv_ctx *ctx, const gv_tensor *outputs, const gv_tensor *labels,
                              gv_tensor *table);

/* L34: first index of the strict maximum over the classes. Refuses (B9) dtypes other than those of wires. */
gv_status gv_argmax(gv_ctx *ctx, const gv_tensor *x, uint32_t classes, int32_t *index);

#endif
