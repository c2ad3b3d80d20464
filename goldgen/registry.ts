/** Every op, sorted by name. Adding an op is adding its record under `ops/` and one line here. */

import type { OpDef } from './op.ts';
import { accumulateAsym } from './ops/accumulate_asym.ts';
import { accumulateFloat32 } from './ops/accumulate_float32.ts';
import { accumulatePackedFixed } from './ops/accumulate_packed_fixed.ts';
import { accumulatePackedRescale } from './ops/accumulate_packed_rescale.ts';
import { accumulateSymDynamic } from './ops/accumulate_sym_dynamic.ts';
import { accumulateSymFixed } from './ops/accumulate_sym_fixed.ts';
import { accumulateSymFloatIncrement } from './ops/accumulate_sym_float_increment.ts';
import { adamwStep } from './ops/adamw_step.ts';
import { adaptiveAvgPool1dBackward } from './ops/adaptive_avg_pool1d_backward.ts';
import { adaptiveAvgPool1dForward } from './ops/adaptive_avg_pool1d_forward.ts';
import { addcdiv } from './ops/addcdiv.ts';
import { addcmul } from './ops/addcmul.ts';
import { affineGrid } from './ops/affine_grid.ts';
import { argmaxOp } from './ops/argmax.ts';
import { arithmeticRecord } from './ops/arithmetic_record.ts';
import { avgPool1dBackward } from './ops/avg_pool1d_backward.ts';
import { avgPool1dForward } from './ops/avg_pool1d_forward.ts';
import { axpby } from './ops/axpby.ts';
import { boolAccess } from './ops/bool_access.ts';
import { conv1dBackward } from './ops/conv1d_backward.ts';
import { conv1dForward } from './ops/conv1d_forward.ts';
import { conv1dRaw } from './ops/conv1d_raw.ts';
import { conv1dTransposedBackward } from './ops/conv1d_transposed_backward.ts';
import { conv1dTransposedForward } from './ops/conv1d_transposed_forward.ts';
import { conv1dTransposedRaw } from './ops/conv1d_transposed_raw.ts';
import { convert } from './ops/convert.ts';
import { crossEntropyBackward } from './ops/cross_entropy_backward.ts';
import { crossEntropyForward } from './ops/cross_entropy_forward.ts';
import { decodeAffine } from './ops/decode_affine.ts';
import { decodeSymmetric } from './ops/decode_symmetric.ts';
import { decodeWindow } from './ops/decode_window.ts';
import { dropoutBackward } from './ops/dropout_backward.ts';
import { dropoutForward } from './ops/dropout_forward.ts';
import { encodeAffine } from './ops/encode_affine.ts';
import { encodeSymmetric } from './ops/encode_symmetric.ts';
import { executeConvert } from './ops/execute_convert.ts';
import { executeOp } from './ops/execute_op.ts';
import { expFloat32 } from './ops/exp_float32.ts';
import { fill } from './ops/fill.ts';
import { flattenBackward } from './ops/flatten_backward.ts';
import { flattenForward } from './ops/flatten_forward.ts';
import { groupNormBackward } from './ops/group_norm_backward.ts';
import { groupNormForward } from './ops/group_norm_forward.ts';
import { groupNormForwardRaw } from './ops/group_norm_forward_raw.ts';
import { layerNormBackward } from './ops/layer_norm_backward.ts';
import { layerNormForward } from './ops/layer_norm_forward.ts';
import { layerNormForwardRaw } from './ops/layer_norm_forward_raw.ts';
import { lerp } from './ops/lerp.ts';
import { linearBackward } from './ops/linear_backward.ts';
import { linearBiasGradRaw } from './ops/linear_bias_grad_raw.ts';
import { linearForward } from './ops/linear_forward.ts';
import { linearForwardRaw } from './ops/linear_forward_raw.ts';
import { linearInputGradRaw } from './ops/linear_input_grad_raw.ts';
import { linearWeightGradRaw } from './ops/linear_weight_grad_raw.ts';
import { logFloat32 } from './ops/log_float32.ts';
import { lrSchedule } from './ops/lr_schedule.ts';
import { matmulFloat32 } from './ops/matmul_float32.ts';
import { matmulInt32 } from './ops/matmul_int32.ts';
import { matmulSym } from './ops/matmul_sym.ts';
import { maxPool1dBackward } from './ops/max_pool1d_backward.ts';
import { maxPool1dForward } from './ops/max_pool1d_forward.ts';
import { meanFloat32 } from './ops/mean_float32.ts';
import { meanSym } from './ops/mean_sym.ts';
import { modelForwardOp } from './ops/model_forward.ts';
import { mseBackward } from './ops/mse_backward.ts';
import { mseForward } from './ops/mse_forward.ts';
import { mseMeanScale } from './ops/mse_mean_scale.ts';
import { normStatistics } from './ops/norm_statistics.ts';
import { packAppend } from './ops/pack_append.ts';
import { packBits } from './ops/pack_bits.ts';
import { pointwiseFloat32 } from './ops/pointwise_float32.ts';
import { pointwiseFloat32Inplace } from './ops/pointwise_float32_inplace.ts';
import { pointwiseInt32 } from './ops/pointwise_int32.ts';
import { pointwiseInt32Inplace } from './ops/pointwise_int32_inplace.ts';
import { quantizationBackward } from './ops/quantization_backward.ts';
import { quantizationForward } from './ops/quantization_forward.ts';
import { quantizeDynamic } from './ops/quantize_dynamic.ts';
import { reluBackward } from './ops/relu_backward.ts';
import { reluForward } from './ops/relu_forward.ts';
import { repack } from './ops/repack.ts';
import { requantDynamic } from './ops/requant_dynamic.ts';
import { requantFixed } from './ops/requant_fixed.ts';
import { rngBernoulli } from './ops/rng_bernoulli.ts';
import { rngDraws } from './ops/rng_draws.ts';
import { rngShuffle } from './ops/rng_shuffle.ts';
import { round } from './ops/round.ts';
import { rsqrtFloat32 } from './ops/rsqrt_float32.ts';
import { rsqrtSym } from './ops/rsqrt_sym.ts';
import { scaleGradient } from './ops/scale_gradient.ts';
import { scaleRows } from './ops/scale_rows.ts';
import { seedRescale } from './ops/seed_rescale.ts';
import { sgdMomentumStep } from './ops/sgd_momentum_step.ts';
import { sgdStep } from './ops/sgd_step.ts';
import { softmaxBackward } from './ops/softmax_backward.ts';
import { softmaxForward } from './ops/softmax_forward.ts';
import { squareFloat32 } from './ops/square_float32.ts';
import { squareInt32 } from './ops/square_int32.ts';
import { subRow } from './ops/sub_row.ts';
import { sumFloat32 } from './ops/sum_float32.ts';
import { sumInt32 } from './ops/sum_int32.ts';
import { sumSquaresFloat32 } from './ops/sum_squares_float32.ts';
import { symAdd } from './ops/sym_add.ts';
import { symAddFloat32 } from './ops/sym_add_float32.ts';
import { symAddInplace } from './ops/sym_add_inplace.ts';
import { symAddInt32 } from './ops/sym_add_int32.ts';
import { symDiv } from './ops/sym_div.ts';
import { symDivInplace } from './ops/sym_div_inplace.ts';
import { symMul } from './ops/sym_mul.ts';
import { symMulInplace } from './ops/sym_mul_inplace.ts';
import { symSub } from './ops/sym_sub.ts';
import { symSubInplace } from './ops/sym_sub_inplace.ts';
import { tensorCopy } from './ops/tensor_copy.ts';
import { tensorInit } from './ops/tensor_init.ts';
import { thresholdFloat32 } from './ops/threshold_float32.ts';
import { thresholdInt32 } from './ops/threshold_int32.ts';
import { thresholdSym } from './ops/threshold_sym.ts';
import { thresholdSymZero } from './ops/threshold_sym_zero.ts';
import { trainingRun } from './ops/training_run.ts';
import { trainingStep } from './ops/training_step.ts';
import { trajectory } from './ops/trajectory.ts';
import { unpackBits } from './ops/unpack_bits.ts';
import { validateModelOp } from './ops/validate_model.ts';
import { varianceFloat32 } from './ops/variance_float32.ts';
import { varianceSym } from './ops/variance_sym.ts';
import { windowGeometry } from './ops/window_geometry.ts';
import { zeroGradient } from './ops/zero_gradient.ts';

export const ops: readonly OpDef[] = [
  accumulateAsym,
  accumulateFloat32,
  accumulatePackedFixed,
  accumulatePackedRescale,
  accumulateSymDynamic,
  accumulateSymFixed,
  accumulateSymFloatIncrement,
  adamwStep,
  adaptiveAvgPool1dBackward,
  adaptiveAvgPool1dForward,
  addcdiv,
  addcmul,
  affineGrid,
  argmaxOp,
  arithmeticRecord,
  avgPool1dBackward,
  avgPool1dForward,
  axpby,
  boolAccess,
  conv1dBackward,
  conv1dForward,
  conv1dRaw,
  conv1dTransposedBackward,
  conv1dTransposedForward,
  conv1dTransposedRaw,
  convert,
  crossEntropyBackward,
  crossEntropyForward,
  decodeAffine,
  decodeSymmetric,
  decodeWindow,
  dropoutBackward,
  dropoutForward,
  encodeAffine,
  encodeSymmetric,
  executeConvert,
  executeOp,
  expFloat32,
  fill,
  flattenBackward,
  flattenForward,
  groupNormBackward,
  groupNormForward,
  groupNormForwardRaw,
  layerNormBackward,
  layerNormForward,
  layerNormForwardRaw,
  lerp,
  linearBackward,
  linearBiasGradRaw,
  linearForward,
  linearForwardRaw,
  linearInputGradRaw,
  linearWeightGradRaw,
  logFloat32,
  lrSchedule,
  matmulFloat32,
  matmulInt32,
  matmulSym,
  maxPool1dBackward,
  maxPool1dForward,
  meanFloat32,
  meanSym,
  modelForwardOp,
  mseBackward,
  mseForward,
  mseMeanScale,
  normStatistics,
  packAppend,
  packBits,
  pointwiseFloat32,
  pointwiseFloat32Inplace,
  pointwiseInt32,
  pointwiseInt32Inplace,
  quantizationBackward,
  quantizationForward,
  quantizeDynamic,
  reluBackward,
  reluForward,
  repack,
  requantDynamic,
  requantFixed,
  rngBernoulli,
  rngDraws,
  rngShuffle,
  round,
  rsqrtFloat32,
  rsqrtSym,
  scaleGradient,
  scaleRows,
  seedRescale,
  sgdMomentumStep,
  sgdStep,
  softmaxBackward,
  softmaxForward,
  squareFloat32,
  squareInt32,
  subRow,
  sumFloat32,
  sumInt32,
  sumSquaresFloat32,
  symAdd,
  symAddFloat32,
  symAddInplace,
  symAddInt32,
  symDiv,
  symDivInplace,
  symMul,
  symMulInplace,
  symSub,
  symSubInplace,
  tensorCopy,
  tensorInit,
  thresholdFloat32,
  thresholdInt32,
  thresholdSym,
  thresholdSymZero,
  trainingRun,
  trainingStep,
  trajectory,
  unpackBits,
  validateModelOp,
  varianceFloat32,
  varianceSym,
  windowGeometry,
  zeroGradient,
];

const byName: ReadonlyMap<string, OpDef> = new Map(ops.map((op) => [op.name, op]));

/** The record of an op, or `undefined`. */
export function findOp(name: string): OpDef | undefined {
  return byName.get(name);
}
