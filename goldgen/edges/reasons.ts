/** Why an op has no case at an edge: a call that is undefined there, or an edge that it does not have. */

import type { EdgeKind } from './edge_cases.ts';

export interface Reason {
  readonly edge: EdgeKind;
  readonly why: string;
  readonly ops: readonly string[];
  /** the only arm that lacks a case; all of them where it is left out */
  readonly arm?: 'FLOAT32' | 'SYM_INT32';
}

const models = ['model_forward', 'training_run', 'training_step', 'trajectory', 'validate_model'];

const oneTensor =
  'one tensor in, and its count is that of the result: another one is undefined (U12), so nothing is compared';
const flat =
  'counts are not compared: what is short is read past its end, or what is long left unwritten, which is undefined (U12)';
const scalars = 'the results have a fixed number of elements, whatever the operands have';
const integers = 'integers alone: there is no NaN';
const composed = 'made of layers and losses, which have these cases under their own names';

export const reasons: readonly Reason[] = [
  {
    edge: 'empty',
    why: 'a scale is derived from no element, which is undefined (U5)',
    ops: ['softmax_backward'],
    arm: 'SYM_INT32',
  },
  {
    edge: 'empty',
    why: 'a table of no samples or no classes is undefined',
    ops: ['confusion_matrix'],
  },
  { edge: 'nan', why: 'nothing is read but the generator', ops: ['init_normal', 'init_uniform'] },
  { edge: 'order', why: composed, ops: models },
  { edge: 'order', why: 'two floats in, no tensor', ops: ['affine_grid'] },
  { edge: 'empty', why: composed, ops: models },
  {
    edge: 'empty',
    why: 'an element that is not there is asked for, which is undefined (U12)',
    ops: ['argmax', 'bool_access', 'pack_append'],
  },
  {
    edge: 'empty',
    why: 'the absolute maximum of no elements reads the first one: undefined (U5)',
    ops: ['quantize_dynamic', 'softmax_forward'],
  },
  {
    edge: 'empty',
    why: 'its tensor holds the numbers of a window',
    ops: ['adaptive_window', 'window_geometry'],
  },
  { edge: 'empty', why: 'its tensor holds one number', ops: ['cross_entropy_mean_scale'] },
  {
    edge: 'empty',
    why: 'a mean over no batch, or of no losses, is undefined',
    ops: ['epoch_loss'],
  },
  { edge: 'nan', why: composed, ops: models.filter((op) => op !== 'model_forward') },
  {
    edge: 'nan',
    why: integers,
    ops: [
      'adaptive_window',
      'bool_access',
      'cross_entropy_mean_scale',
      'matmul_int32',
      'pack_bits',
      'pointwise_int32',
      'pointwise_int32_inplace',
      'pointwise_int32_scalar',
      'rng_draws',
      'rng_shuffle',
      'square_int32',
      'sum_int32',
      'threshold_int32',
      'window_geometry',
    ],
  },
  {
    edge: 'nan',
    why: 'a NaN scale equals no scale, and the sum of unequal scales is undefined out of place',
    ops: ['sym_add', 'sym_sub_inplace'],
  },
  { edge: 'nan', why: 'a record is made with scale 1', ops: ['tensor_init'] },
  {
    edge: 'counts',
    why: composed,
    ops: ['model_forward', 'training_run', 'trajectory', 'validate_model'],
  },
  {
    edge: 'counts',
    why: scalars,
    ops: [
      'affine_grid',
      'arithmetic_record',
      'cross_entropy_mean_scale',
      'epoch_loss',
      'lr_schedule',
      'mse_mean_scale',
      'sum_float32',
      'sum_int32',
      'window_geometry',
    ],
  },
  {
    edge: 'counts',
    why: oneTensor,
    ops: [
      'convert',
      'decode_affine',
      'decode_symmetric',
      'encode_affine',
      'encode_symmetric',
      'execute_convert',
      'exp_float32',
      'flatten_backward',
      'flatten_forward',
      'log_float32',
      'pack_bits',
      'pointwise_float32_scalar',
      'pointwise_int32_scalar',
      'quantization_backward',
      'quantization_forward',
      'quantize_dynamic',
      'relu_forward',
      'repack',
      'requant_dynamic',
      'requant_fixed',
      'round',
      'rsqrt_float32',
      'softmax_forward',
      'sqrt_float32',
      'square_float32',
      'square_int32',
      'threshold_float32',
      'threshold_int32',
      'threshold_sym',
      'threshold_sym_zero',
      'unpack_bits',
    ],
  },
  {
    edge: 'counts',
    why: flat,
    ops: [
      'accumulate_sym_fixed',
      'bool_access',
      'cross_entropy_backward',
      'cross_entropy_forward',
      'linear_bias_grad_raw',
      'mse_backward',
      'mse_forward',
      'pack_append',
      'seed_rescale',
      'sgd_momentum_step',
      'sgd_step',
      'softmax_backward',
      'tensor_copy',
    ],
  },
  {
    edge: 'counts',
    why: 'one tensor, of any number of elements',
    ops: [
      'init_normal',
      'init_uniform',
      'rng_bernoulli',
      'rng_draws',
      'rng_shuffle',
      'scale_gradient',
      'tensor_init',
      'zero_gradient',
    ],
  },
];
