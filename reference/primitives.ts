/**
 * The table of all primitives: every exported function of these modules is an entry of the `Numerics`
 * seam under its own name. Each takes `n: Numerics` first and calls the others through `n.fn`.
 */

import * as funnel from './funnel.ts';
import * as convGradients from './kernels/conv_gradients.ts';
import * as convTransposedKernel from './kernels/conv_transposed1d.ts';
import * as conv1dKernel from './kernels/conv1d.ts';
import * as fused from './kernels/fused.ts';
import * as indexAlgebra from './kernels/index_algebra.ts';
import * as matmul from './kernels/matmul.ts';
import * as pointwise from './kernels/pointwise.ts';
import * as reductions from './kernels/reductions.ts';
import * as symArithmetic from './kernels/sym_arithmetic.ts';
import * as threshold from './kernels/threshold.ts';
import * as window from './kernels/window.ts';
import * as adaptivePool from './layers/adaptive_avg_pool1d.ts';
import * as avgPool from './layers/avg_pool1d.ts';
import * as convSteps from './layers/conv_steps.ts';
import * as conv1d from './layers/conv1d.ts';
import * as conv1dTransposed from './layers/conv1d_transposed.ts';
import * as layerDispatch from './layers/dispatch.ts';
import * as dropout from './layers/dropout.ts';
import * as flatten from './layers/flatten.ts';
import * as layerGradient from './layers/gradient.ts';
import * as groupNorm from './layers/group_norm.ts';
import * as layerNorm from './layers/layer_norm.ts';
import * as linearBackward from './layers/linear_backward.ts';
import * as linearForward from './layers/linear_forward.ts';
import * as maxPool from './layers/max_pool1d.ts';
import * as normBackward from './layers/norm_backward.ts';
import * as normForward from './layers/norm_forward.ts';
import * as normStatistics from './layers/norm_statistics.ts';
import * as pool from './layers/pool.ts';
import * as produce from './layers/produce.ts';
import * as quantizationLayer from './layers/quantization.ts';
import * as relu from './layers/relu.ts';
import * as softmax from './layers/softmax.ts';
import * as argmaxOf from './losses/argmax.ts';
import * as crossEntropy from './losses/cross_entropy.ts';
import * as loss from './losses/loss.ts';
import * as mse from './losses/mse.ts';
import * as lossOperands from './losses/operands.ts';
import * as expLog from './num/exp_log.ts';
import * as int32 from './num/int32.ts';
import * as adamw from './optimizers/adamw.ts';
import * as gradient from './optimizers/gradient.ts';
import * as juneSgd from './optimizers/june_sgd.ts';
import * as optimizer from './optimizers/optimizer.ts';
import * as schedule from './optimizers/schedule.ts';
import * as sgd from './optimizers/sgd.ts';
import * as sgdMomentum from './optimizers/sgd_momentum.ts';
import * as accumulate from './quant/accumulate.ts';
import * as affine from './quant/affine.ts';
import * as convert from './quant/convert.ts';
import * as decode from './quant/decode.ts';
import * as pack from './quant/pack.ts';
import * as record from './quant/record.ts';
import * as requant from './quant/requant.ts';
import * as symmetric from './quant/symmetric.ts';
import * as rng from './rng.ts';
import * as rounding from './rounding.ts';
import * as epoch from './training/epoch.ts';
import * as model from './training/model.ts';
import * as samples from './training/samples.ts';
import * as shapes from './training/shapes.ts';
import * as step from './training/step.ts';
import * as violations from './training/violations.ts';

/** The modules of the table, in clause order; a test checks that no name occurs twice. */
export const primitiveModules = {
  int32,
  rng,
  rounding,
  symmetric,
  requant,
  record,
  pack,
  affine,
  decode,
  convert,
  accumulate,
  funnel,
  indexAlgebra,
  pointwise,
  symArithmetic,
  reductions,
  fused,
  threshold,
  matmul,
  linearForward,
  produce,
  linearBackward,
  layerGradient,
  normStatistics,
  normForward,
  normBackward,
  layerNorm,
  groupNorm,
  quantizationLayer,
  layerDispatch,
  lossOperands,
  mse,
  gradient,
  sgd,
  sgdMomentum,
  juneSgd,
  adamw,
  optimizer,
  schedule,
  loss,
  shapes,
  model,
  step,
  epoch,
  samples,
  window,
  conv1dKernel,
  convTransposedKernel,
  convGradients,
  expLog,
  convSteps,
  conv1d,
  conv1dTransposed,
  pool,
  maxPool,
  avgPool,
  adaptivePool,
  relu,
  dropout,
  flatten,
  softmax,
  crossEntropy,
  argmaxOf,
  violations,
};

export const primitives = {
  ...int32,
  ...rng,
  ...rounding,
  ...symmetric,
  ...requant,
  ...record,
  ...pack,
  ...affine,
  ...decode,
  ...convert,
  ...accumulate,
  ...funnel,
  ...indexAlgebra,
  ...pointwise,
  ...symArithmetic,
  ...reductions,
  ...fused,
  ...threshold,
  ...matmul,
  ...linearForward,
  ...produce,
  ...linearBackward,
  ...layerGradient,
  ...normStatistics,
  ...normForward,
  ...normBackward,
  ...layerNorm,
  ...groupNorm,
  ...quantizationLayer,
  ...layerDispatch,
  ...lossOperands,
  ...mse,
  ...gradient,
  ...sgd,
  ...sgdMomentum,
  ...juneSgd,
  ...adamw,
  ...optimizer,
  ...schedule,
  ...loss,
  ...shapes,
  ...model,
  ...step,
  ...epoch,
  ...samples,
  ...window,
  ...conv1dKernel,
  ...convTransposedKernel,
  ...convGradients,
  ...expLog,
  ...convSteps,
  ...conv1d,
  ...conv1dTransposed,
  ...pool,
  ...maxPool,
  ...avgPool,
  ...adaptivePool,
  ...relu,
  ...dropout,
  ...flatten,
  ...softmax,
  ...crossEntropy,
  ...argmaxOf,
  ...violations,
};

export type Primitives = typeof primitives;
