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
import { affineGrid } from './ops/affine_grid.ts';
import { boolAccess } from './ops/bool_access.ts';
import { convert } from './ops/convert.ts';
import { decodeAffine } from './ops/decode_affine.ts';
import { decodeSymmetric } from './ops/decode_symmetric.ts';
import { decodeWindow } from './ops/decode_window.ts';
import { encodeAffine } from './ops/encode_affine.ts';
import { encodeSymmetric } from './ops/encode_symmetric.ts';
import { executeConvert } from './ops/execute_convert.ts';
import { executeOp } from './ops/execute_op.ts';
import { fill } from './ops/fill.ts';
import { groupNormBackward } from './ops/group_norm_backward.ts';
import { groupNormForward } from './ops/group_norm_forward.ts';
import { groupNormForwardRaw } from './ops/group_norm_forward_raw.ts';
import { layerNormBackward } from './ops/layer_norm_backward.ts';
import { layerNormForward } from './ops/layer_norm_forward.ts';
import { layerNormForwardRaw } from './ops/layer_norm_forward_raw.ts';
import { linearBackward } from './ops/linear_backward.ts';
import { linearBiasGradRaw } from './ops/linear_bias_grad_raw.ts';
import { linearForward } from './ops/linear_forward.ts';
import { linearForwardRaw } from './ops/linear_forward_raw.ts';
import { linearInputGradRaw } from './ops/linear_input_grad_raw.ts';
import { linearWeightGradRaw } from './ops/linear_weight_grad_raw.ts';
import { lrSchedule } from './ops/lr_schedule.ts';
import { matmulFloat32 } from './ops/matmul_float32.ts';
import { matmulInt32 } from './ops/matmul_int32.ts';
import { matmulSym } from './ops/matmul_sym.ts';
import { mseBackward } from './ops/mse_backward.ts';
import { mseForward } from './ops/mse_forward.ts';
import { mseMeanScale } from './ops/mse_mean_scale.ts';
import { normStatistics } from './ops/norm_statistics.ts';
import { packAppend } from './ops/pack_append.ts';
import { packBits } from './ops/pack_bits.ts';
import { quantizationBackward } from './ops/quantization_backward.ts';
import { quantizationForward } from './ops/quantization_forward.ts';
import { quantizeDynamic } from './ops/quantize_dynamic.ts';
import { repack } from './ops/repack.ts';
import { requantDynamic } from './ops/requant_dynamic.ts';
import { requantFixed } from './ops/requant_fixed.ts';
import { rngBernoulli } from './ops/rng_bernoulli.ts';
import { rngDraws } from './ops/rng_draws.ts';
import { rngShuffle } from './ops/rng_shuffle.ts';
import { round } from './ops/round.ts';
import { scaleGradient } from './ops/scale_gradient.ts';
import { seedRescale } from './ops/seed_rescale.ts';
import { sgdMomentumStep } from './ops/sgd_momentum_step.ts';
import { sgdStep } from './ops/sgd_step.ts';
import { tensorCopy } from './ops/tensor_copy.ts';
import { tensorInit } from './ops/tensor_init.ts';
import { unpackBits } from './ops/unpack_bits.ts';
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
  affineGrid,
  boolAccess,
  convert,
  decodeAffine,
  decodeSymmetric,
  decodeWindow,
  encodeAffine,
  encodeSymmetric,
  executeConvert,
  executeOp,
  fill,
  groupNormBackward,
  groupNormForward,
  groupNormForwardRaw,
  layerNormBackward,
  layerNormForward,
  layerNormForwardRaw,
  linearBackward,
  linearBiasGradRaw,
  linearForward,
  linearForwardRaw,
  linearInputGradRaw,
  linearWeightGradRaw,
  lrSchedule,
  matmulFloat32,
  matmulInt32,
  matmulSym,
  mseBackward,
  mseForward,
  mseMeanScale,
  normStatistics,
  packAppend,
  packBits,
  quantizationBackward,
  quantizationForward,
  quantizeDynamic,
  repack,
  requantDynamic,
  requantFixed,
  rngBernoulli,
  rngDraws,
  rngShuffle,
  round,
  scaleGradient,
  seedRescale,
  sgdMomentumStep,
  sgdStep,
  tensorCopy,
  tensorInit,
  unpackBits,
  zeroGradient,
];

const byName: ReadonlyMap<string, OpDef> = new Map(ops.map((op) => [op.name, op]));

/** The record of an op, or `undefined`. */
export function findOp(name: string): OpDef | undefined {
  return byName.get(name);
}
