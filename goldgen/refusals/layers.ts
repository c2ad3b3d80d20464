/**
 * Every condition of the B-codes that a call can express. It cannot express a missing mask, gradient or record
 * (tensors of a call are never null), an unknown padding, arithmetic or dtype (the schema refuses the word), and
 * what happens at construction: a factory with quantised weight storage, a last batch that is kept.
 */

import {
  any,
  both,
  extent,
  fixed,
  float,
  has,
  is,
  number,
  other,
  type Row,
  rank,
  sym,
  tensor,
  wider,
  write,
} from './condition.ts';

const linearAndConv = ['linear_backward', 'conv1d_backward', 'conv1d_transposed_backward'];
const convs = ['conv1d_backward', 'conv1d_transposed_backward'];
const norms = ['layer_norm_backward', 'group_norm_backward'];
const normForward = [
  'layer_norm_forward',
  'group_norm_forward',
  'layer_norm_forward_raw',
  'group_norm_forward_raw',
];

export const layerConditions: readonly Row[] = [
  ['Linear x', 'A16', ['linear_forward', 'linear_forward_raw', 'linear_backward'], wider('x')],
  ['Linear W', 'A16', ['linear_forward', 'linear_forward_raw', 'linear_backward'], wider('weight')],
  ['Linear dy', 'A16', ['linear_backward'], wider('dy')],
  [
    'Linear bias count',
    'A16',
    ['linear_forward_raw'],
    (c) => extent(c, 'bias', 0) !== extent(c, 'weight', 0),
  ],
  ['Linear seed', 'A12', ['linear_forward', 'linear_backward']],
  ...['x', 'gamma', 'beta'].map(
    (name): Row => [`norm forward ${name}`, 'B2', normForward, wider(name)],
  ),
  ...['x', 'dy', 'dx', 'gamma'].map(
    (name): Row => [`norm backward ${name}`, 'B2', norms, wider(name)],
  ),
  ...['x', 'dy', 'dx', 'gamma'].map(
    (name): Row => [
      `norm backward ${name} dtype`,
      'B2',
      norms,
      both(has('arithmetic', sym), other(name, 'SYM_INT32')),
    ],
  ),
  [
    'norm trailing extents',
    'B2',
    ['layer_norm_forward', 'layer_norm_backward'],
    (c) => tensor(c, 'x')?.shape.at(-1) !== tensor(c, 'gamma')?.shape.at(-1),
  ],
  [
    'norm FLOAT32 backward',
    'B2',
    norms,
    both(has('arithmetic', float), (c) =>
      Object.values(c.inputs).some(({ dtype }) => dtype !== 'FLOAT32'),
    ),
  ],
  ['GroupNorm rank', 'B2', ['group_norm_forward_raw'], rank('x', (r) => r !== 3)],
  ['GroupNorm order', 'B2', ['group_norm_forward_raw'], (c) => tensor(c, 'x')?.order !== undefined],
  [
    'GroupNorm channels',
    'B2',
    ['group_norm_forward', 'group_norm_backward'],
    (c) => extent(c, 'x', 1) !== extent(c, 'gamma', 0),
  ],
  [
    'norm FIXED, gamma',
    'A14',
    norms,
    both(has('gamma_mode', fixed), is('gamma_grad', 'SYM_INT32')),
  ],
  ['norm FIXED, beta', 'A14', norms, both(has('beta_mode', fixed), is('beta_grad', 'SYM_INT32'))],
  ...[sym, float].flatMap((arithmetic): Row[] => [
    [
      `weight OUT_WRITE, ${arithmetic}`,
      'A15',
      linearAndConv,
      both(has('weight_mode', write), has('weight_arithmetic', arithmetic)),
    ],
    [
      `bias OUT_WRITE, ${arithmetic}`,
      'A15',
      linearAndConv,
      both(has('bias_mode', write), has('bias_arithmetic', arithmetic)),
    ],
  ]),
  ['gamma OUT_WRITE', 'A15', norms, both(has('gamma_mode', write), has('arithmetic', sym))],
  ['beta OUT_WRITE', 'A15', norms, both(has('beta_mode', write), has('arithmetic', sym))],
  ...['SYM_INT32', 'SYM', 'ASYM'].map(
    (dtype): Row => [
      `${dtype} gradient > 16`,
      'A14',
      linearAndConv,
      both(is('weight_grad', dtype), wider('weight_grad', 16)),
    ],
  ),
  ...['SYM_INT32', 'SYM', 'ASYM'].map(
    (dtype): Row => [
      `${dtype} gradient > 16`,
      'A14',
      norms,
      both(is('gamma_grad', dtype), wider('gamma_grad', 16)),
    ],
  ),
  [
    'ASYM gradient, FIXED',
    'A14',
    linearAndConv,
    both(is('bias_grad', 'ASYM'), has('bias_mode', fixed)),
  ],
  ['ASYM gradient, FIXED', 'A14', norms, both(is('beta_grad', 'ASYM'), has('beta_mode', fixed))],
  ['conv groups 0', 'A17', ['conv1d_forward', 'conv1d_transposed_forward'], has('groups', 0)],
  [
    'conv groups',
    'A17',
    ['conv1d_forward', 'conv1d_transposed_forward'],
    (c) => number(c, 'groups') > 1,
  ],
  [
    'conv kernel',
    'B5',
    ['conv1d_forward', 'conv1d_transposed_forward'],
    (c) => number(c, 'kernel') !== extent(c, 'weight', 2),
  ],
  ['conv output length', 'A17', ['conv1d_forward', 'conv1d_transposed_forward'], has('groups', 1)],
  ['conv dy batch', 'B5', convs, (c) => extent(c, 'dy', 0) !== extent(c, 'x', 0)],
  ['conv dy channels', 'B5', convs, (c) => extent(c, 'dy', 0) === extent(c, 'x', 0)],
  [
    'conv VALID stride that does not tile',
    'A17',
    ['conv1d_backward'],
    both(has('padding', 'VALID'), (c) => number(c, 'stride') > 1),
  ],
  ['transposed SAME', 'B5', ['conv1d_transposed_forward'], has('padding', 'SAME')],
  ['transposed EXPLICIT', 'B5', ['conv1d_transposed_forward'], has('padding', 'EXPLICIT')],
  [
    'transposed output padding',
    'A17',
    ['conv1d_transposed_forward'],
    (c) => number(c, 'output_padding') >= Math.max(number(c, 'stride'), number(c, 'dilation')),
  ],
  [
    'transposed output padding ≥ stride, backward',
    'A17',
    ['conv1d_transposed_backward'],
    (c) => number(c, 'output_padding') >= number(c, 'stride'),
  ],
  ['pool length', 'B6', ['max_pool1d_forward', 'avg_pool1d_forward', 'avg_pool1d_backward'], any],
  [
    'pool label 0',
    'B6',
    [
      'avg_pool1d_forward',
      'avg_pool1d_backward',
      'adaptive_avg_pool1d_forward',
      'adaptive_avg_pool1d_backward',
      'max_pool1d_backward',
    ],
    (c) => (tensor(c, 'dy') ?? tensor(c, 'x'))?.bits === 0,
  ],
  [
    'pool label > 16',
    'B6',
    [
      'avg_pool1d_forward',
      'avg_pool1d_backward',
      'adaptive_avg_pool1d_forward',
      'adaptive_avg_pool1d_backward',
      'max_pool1d_backward',
    ],
    (c) => wider('dy', 16)(c) || wider('x', 16)(c),
  ],
  [
    'pool terms',
    'B6',
    ['avg_pool1d_forward'],
    both(
      (c) => (tensor(c, 'x')?.bits ?? 0) <= 16,
      (c) => number(c, 'kernel') >= 2 ** 16,
    ),
  ],
  ['argmax length', 'B6', ['max_pool1d_backward'], has('dx_arithmetic', sym)],
  ['argmax length', 'B6', ['max_pool1d_backward'], has('dx_arithmetic', float)],
  ['average of 0 taps', 'B6', ['avg_pool1d_forward'], has('kernel', 0)],
  [
    'adaptive into 0 outputs',
    'B6',
    ['adaptive_avg_pool1d_forward', 'adaptive_avg_pool1d_backward'],
    has('output_size', 0),
  ],
  ['ReLU dtypes', 'B7', ['relu_backward']],
  [
    'Dropout dtypes',
    'B7',
    ['dropout_backward'],
    (c) => tensor(c, 'dy')?.dtype !== tensor(c, 'dx')?.dtype,
  ],
  ['Dropout p = 1', 'B7', ['dropout_forward'], has('p', 0x3f800000)],
  ['Dropout p < 0', 'B7', ['dropout_forward'], (c) => number(c, 'p') > 0x80000000],
  ['Dropout p NaN', 'B7', ['dropout_forward'], has('p', 0x7fc00000)],
  [
    'Dropout mask size, training',
    'B7',
    ['dropout_forward'],
    (c) => `${tensor(c, 'mask')?.shape}` !== `${tensor(c, 'x')?.shape}`,
  ],
  [
    'Dropout mask size',
    'B7',
    ['dropout_backward'],
    (c) => `${tensor(c, 'mask')?.shape}` !== `${tensor(c, 'dy')?.shape}`,
  ],
  ['CrossEntropy of a probability that is not finite', 'B8', ['cross_entropy_forward']],
  [
    'loss dtype',
    'B8',
    ['mse_forward', 'mse_backward', 'cross_entropy_forward', 'cross_entropy_backward'],
    other('output', 'SYM_INT32'),
  ],
  ['wire dtype', 'B9', ['training_step']],
  ['metric dtype', 'B9', ['argmax', 'confusion_matrix']],
];
