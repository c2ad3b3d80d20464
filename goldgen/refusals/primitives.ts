/** Every condition of A1–A26 that a call can express. */

import type { RefusalCode } from '../../reference/refusal.ts';
import {
  both,
  extent,
  fixed,
  float,
  type Holds,
  has,
  is,
  number,
  other,
  type Row,
  rank,
  sym,
  tensor,
  wider,
} from './condition.ts';

const formats: readonly Row[] = [
  ['A1 SYM_INT32 width > 31', 'A1', ['tensor_init'], wider('y', 31)],
  ['A2 ASYM width 0', 'A2', ['tensor_init', 'affine_grid'], (c) => tensor(c, 'y')?.bits === 0],
  ['A2 ASYM width > 30', 'A2', ['tensor_init', 'affine_grid', 'convert'], wider('y', 30)],
  ['A3 zero point', 'A3', ['affine_grid', 'convert', 'accumulate_asym', 'execute_op']],
  ['A4 BOOL source', 'A4', ['convert', 'quantization_forward'], is('x', 'BOOL')],
  ['A4 BOOL target', 'A4', ['convert', 'quantization_forward'], is('y', 'BOOL')],
  ['A4 BOOL', 'A4', ['execute_convert', 'execute_op', 'quantization_backward', 'bool_access']],
  ['A5 unequal widths', 'A5', ['convert', 'execute_convert']],
  ['A6 SYM width 0 read', 'A6', ['unpack_bits', 'convert'], (c) => tensor(c, 'x')?.bits === 0],
  ['A6 SYM width 0 written', 'A6', ['repack', 'convert'], (c) => tensor(c, 'y')?.bits === 0],
  ['A6 SYM width > 31 written', 'A6', ['repack', 'convert'], wider('y', 31)],
  ['A7 no fit', 'A7', ['convert', 'repack', 'accumulate_packed_fixed', 'execute_op']],
  ['A8 scale not > 0', 'A8', ['requant_fixed']],
  ['A9 window', 'A9', ['decode_window']],
  ['A10 count', 'A10', ['fill'], (c) => !is('y', 'BOOL')(c)],
  ['A10 BOOL', 'A10', ['fill'], is('y', 'BOOL')],
  [
    'A11 count',
    'A11',
    [
      'accumulate_float32',
      'accumulate_sym_dynamic',
      'accumulate_sym_float_increment',
      'accumulate_packed_fixed',
      'accumulate_packed_rescale',
      'accumulate_asym',
    ],
    (c) => `${tensor(c, 'target')?.shape}` !== `${tensor(c, 'increment')?.shape}`,
  ],
  [
    'A11 alias',
    'A11',
    ['accumulate_packed_fixed', 'accumulate_packed_rescale', 'accumulate_asym'],
    (c) => !has('alias', 'none')(c),
  ],
  ['A26 destination without record', 'A26', ['tensor_copy']],
];

const kernels: readonly Row[] = [
  ['A12 seed guard', 'A12', ['seed_rescale', 'matmul_sym', 'accumulate_sym_fixed', 'execute_op']],
  ['A13 more than 3 inputs', 'A13', ['execute_op']],
  [
    'A14 label > 16',
    'A14',
    ['execute_op', 'accumulate_sym_float_increment', 'accumulate_sym_fixed'],
    wider('target', 16),
  ],
  ['A14 INT32', 'A14', ['execute_op'], is('target', 'INT32')],
  ['A14 BOOL', 'A14', ['execute_op'], is('target', 'BOOL')],
  [
    'A14 FLOAT32 raw, FIXED',
    'A14',
    ['execute_op'],
    both(has('arithmetic', float), has('mode', fixed), is('target', 'SYM_INT32')),
  ],
  ['A14 ASYM, FIXED', 'A14', ['execute_op'], both(has('mode', fixed), is('target', 'ASYM'))],
  ['A15 gradient site', 'A15', ['execute_op'], has('site', 'gradient')],
  ['A16 rank', 'A16', ['matmul_int32', 'matmul_float32', 'matmul_sym'], rank('a', (r) => r > 2)],
  [
    'A16 inner extents',
    'A16',
    ['matmul_int32', 'matmul_float32', 'matmul_sym'],
    rank('a', (r) => r <= 2),
  ],
  ['A16 operand dtype', 'A16', ['matmul_sym'], other('a', 'SYM_INT32')],
  ['A16 operand dtype', 'A16', ['matmul_sym'], other('b', 'SYM_INT32')],
  ['A16 label', 'A16', ['matmul_sym'], wider('a')],
  ['A16 label', 'A16', ['matmul_sym'], wider('b')],
  ['A16 bias dtype', 'A16', ['matmul_sym'], other('bias', 'SYM_INT32')],
  [
    'A16 bias count',
    'A16',
    ['matmul_sym', 'matmul_float32'],
    (c) => extent(c, 'bias', 0) >= 0 && extent(c, 'bias', 0) !== extent(c, 'y', 1),
  ],
  ['A17 groups', 'A17', ['conv1d_raw', 'conv1d_transposed_raw'], (c) => number(c, 'groups') !== 1],
  ['A17 length', 'A17', ['conv1d_raw', 'conv1d_transposed_raw'], has('groups', 1)],
  [
    'A17 output padding',
    'A17',
    ['conv1d_transposed_raw'],
    both(
      has('padding', 'VALID'),
      (c) => number(c, 'output_padding') >= Math.max(number(c, 'stride'), number(c, 'dilation')),
    ),
  ],
  [
    'A17 output padding beside SAME',
    'A17',
    ['conv1d_transposed_raw'],
    both(has('padding', 'SAME', 'EXPLICIT'), (c) => number(c, 'output_padding') > 0),
  ],
  ['A18 no samples', 'A18', ['adaptive_avg_pool1d_forward'], (c) => extent(c, 'x', 2) === 0],
  [
    'A18 no such window',
    'A18',
    ['adaptive_window'],
    (c) => Number(c.params.index) >= Number(c.params.outputs),
  ],
  ['A18 no samples', 'A18', ['adaptive_avg_pool1d_backward'], (c) => extent(c, 'dx', 2) === 0],
  [
    'A19 k > rank',
    'A19',
    ['mean_float32', 'mean_sym', 'variance_float32', 'variance_sym', 'sum_squares_float32'],
    (c) => number(c, 'k') > (tensor(c, 'x')?.shape.length ?? 0),
  ],
  [
    'A19 label 0',
    'A19',
    ['mean_sym', 'variance_sym', 'rsqrt_sym'],
    (c) => tensor(c, 'x')?.bits === 0,
  ],
  ['A19 label > 16', 'A19', ['mean_sym', 'variance_sym', 'rsqrt_sym'], wider('x', 16)],
  ['A19 bound on N', 'A19', ['mean_sym'], (c) => tensor(c, 'x')?.shape.includes(2 ** 16) ?? false],
  ['A19 dtype', 'A19', ['mean_sym', 'variance_sym', 'rsqrt_sym'], other('x', 'SYM_INT32')],
  ['A19 target', 'A19', ['rsqrt_sym'], wider('y', 16)],
  [
    'A20 rank',
    'A20',
    ['pointwise_float32', 'pointwise_int32', 'sym_add_inplace', 'sym_sub'],
    (c) => tensor(c, 'a')?.shape.length !== tensor(c, 'b')?.shape.length,
  ],
  [
    'A20 extents',
    'A20',
    [
      'pointwise_float32',
      'pointwise_int32',
      'pointwise_float32_inplace',
      'pointwise_int32_inplace',
      'sym_add_inplace',
      'sym_sub',
    ],
    (c) => tensor(c, 'a')?.shape.length === tensor(c, 'b')?.shape.length,
  ],
  [
    'A20 count',
    'A20',
    [
      'sym_add',
      'sym_sub_inplace',
      'sym_mul',
      'sym_mul_inplace',
      'sym_div',
      'sym_div_inplace',
      'sym_add_int32',
      'sym_add_float32',
    ],
  ],
  [
    'A20 PReLU extents',
    'A20',
    ['prelu_forward'],
    (c) => `${tensor(c, 'x')?.shape}` !== `${tensor(c, 'y')?.shape}`,
  ],
  ['A20 PReLU slopes', 'A20', ['prelu_forward'], (c) => extent(c, 'alpha', 0) !== 1],
  ...['x', 'alpha', 'y'].map(
    (name): Row => [`A21 PReLU ${name}`, 'A21', ['prelu_forward'], other(name, 'FLOAT32')],
  ),
  [
    'A21 operands',
    'A21',
    ['scale_rows', 'sub_row', 'axpby', 'lerp', 'addcmul', 'addcdiv', 'adamw_step'],
  ],
  ['A22 FLOAT32 to FLOAT32', 'A22', ['quantization_forward'], is('x', 'FLOAT32')],
  ['A22 INT32 to INT32', 'A22', ['quantization_forward'], is('x', 'INT32')],
  ['A22 SYM to SYM', 'A22', ['quantization_forward'], is('x', 'SYM')],
  ['A22 ASYM to ASYM', 'A22', ['quantization_forward'], is('x', 'ASYM')],
  ['A22 backward', 'A22', ['quantization_backward']],
];

const nan: Holds = (c) =>
  ['beta1', 'beta2', 'epsilon'].some((name) => {
    const bytes = c.params[name];
    return (
      bytes instanceof Uint8Array &&
      Number.isNaN(new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true))
    );
  });

const training: readonly Row[] = [
  [
    'A23 update arithmetic',
    'A23',
    ['sgd_step', 'sgd_momentum_step', 'adamw_step', 'training_step'],
    (c) => has('arithmetic', sym)(c) || has('update_arithmetic', sym)(c),
  ],
  ['A23 AdamW ranges', 'A23', ['adamw_step'], has('arithmetic', float)],
  ['A23 AdamW NaN', 'A23', ['adamw_step'], nan],
  ['A23 gradient dtype', 'A23', ['sgd_step', 'scale_gradient'], is('gradient', 'INT32')],
  ['A23 gradient dtype', 'A23', ['sgd_step', 'scale_gradient'], is('gradient', 'BOOL')],
  ['A24 ranges', 'A24', ['lr_schedule']],
];

export const primitiveConditions: readonly Row[] = [...formats, ...kernels, ...training];

/** Codes that no call can reach, and why. */
export const unreachable: Readonly<Partial<Record<RefusalCode, string>>> = {
  A25: 'no op names an axis: reductions count trailing axes, and the order of a tensor is a permutation',
};
