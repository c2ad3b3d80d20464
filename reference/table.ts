/**
 * The modules whose functions are the primitives, in the order of the clauses within each folder. The list
 * stands here only: `primitives.ts` makes the table out of it.
 */

// biome-ignore-all assist/source/organizeImports: the order is that of the clauses

export * from './num/int32.ts';
export * from './num/exp_log.ts';

export * from './rng.ts';
export * from './distributions.ts';
export * from './rounding.ts';

export * from './quant/record.ts';
export * from './quant/pack.ts';
export * from './quant/symmetric.ts';
export * from './quant/affine.ts';
export * from './quant/decode.ts';
export * from './quant/requant.ts';
export * from './quant/convert.ts';
export * from './quant/accumulate.ts';

export * from './funnel.ts';

export * from './kernels/index_algebra.ts';
export * from './kernels/pointwise.ts';
export * from './kernels/sym_arithmetic.ts';
export * from './kernels/matmul.ts';
export * from './kernels/window.ts';
export * from './kernels/conv1d.ts';
export * from './kernels/conv_transposed1d.ts';
export * from './kernels/conv_gradients.ts';
export * from './kernels/reductions.ts';
export * from './kernels/fused.ts';
export * from './kernels/threshold.ts';

export * from './layers/produce.ts';
export * from './layers/gradient.ts';
export * from './layers/linear_forward.ts';
export * from './layers/linear_backward.ts';
export * from './layers/conv_steps.ts';
export * from './layers/conv1d.ts';
export * from './layers/conv1d_transposed.ts';
export * from './layers/norm_statistics.ts';
export * from './layers/norm_forward.ts';
export * from './layers/norm_backward.ts';
export * from './layers/layer_norm.ts';
export * from './layers/group_norm.ts';
export * from './layers/pool.ts';
export * from './layers/max_pool1d.ts';
export * from './layers/avg_pool1d.ts';
export * from './layers/adaptive_avg_pool1d.ts';
export * from './layers/relu.ts';
export * from './layers/prelu.ts';
export * from './layers/dropout.ts';
export * from './layers/flatten.ts';
export * from './layers/softmax.ts';
export * from './layers/quantization.ts';
export * from './layers/dispatch.ts';

export * from './losses/operands.ts';
export * from './losses/cross_entropy.ts';
export * from './losses/mse.ts';
export * from './losses/loss.ts';
export * from './losses/argmax.ts';
export * from './losses/confusion.ts';

export * from './optimizers/gradient.ts';
export * from './optimizers/sgd.ts';
export * from './optimizers/sgd_momentum.ts';
export * from './optimizers/june_sgd.ts';
export * from './optimizers/adamw.ts';
export * from './optimizers/optimizer.ts';
export * from './optimizers/schedule.ts';

export * from './training/shapes.ts';
export * from './training/model.ts';
export * from './training/step.ts';
export * from './training/epoch.ts';
export * from './training/samples.ts';
export * from './training/violations.ts';
