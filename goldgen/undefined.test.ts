/**
 * Goal: where C has no defined answer the reference raises `UndefinedBehaviour`, and the nearest call that fits
 * is answered. Method: one call for each entry of `spec/undefined.md`, and the same call with the one tensor or
 * parameter replaced that makes it fit.
 */

import { describe, expect, it } from 'vitest';
import { type ContractId, defaultContractId } from '../reference/contracts.ts';
import { newNumerics } from '../reference/primitives.ts';
import { UndefinedBehaviour } from '../reference/refusal.ts';
import { newTensor, type Tensor } from '../reference/tensor.ts';
import { float32Of, int32Of, symInt32Of } from './kit/literals.ts';
import { target, withOrder } from './kit/tensors.ts';
import { type CaseTensors, OpCall, type Params } from './op.ts';
import { modelDefaults } from './ops/training/model_cases.ts';
import { findOp } from './registry.ts';

interface Row {
  readonly op: string;
  /** the current one unless given */
  readonly contract?: ContractId;
  readonly params?: Params;
  /** a call that is answered */
  readonly fits: CaseTensors;
  /** what makes it undefined */
  readonly tensors?: CaseTensors;
  readonly other?: Params;
}

function run(row: Row, tensors: CaseTensors, other: Params = {}): void {
  const { op, params = {}, contract = defaultContractId } = row;
  const call = new OpCall({ ...params, ...other }, tensors);
  findOp(op)!.run(newNumerics(contract), call.copy());
}

const sym = (shape: readonly number[]): Tensor => {
  const count = shape.reduce((n, extent) => n * extent, 1);
  return symInt32Of(
    Array.from({ length: count }, (_, i) => i + 1),
    0.5,
    8,
    'HALF_AWAY',
    shape,
  );
};
const out = (shape: readonly number[]): Tensor => target('SYM_INT32', shape, 12);
const floats = (shape: readonly number[]): Tensor => newTensor('FLOAT32', shape);
const symMath = { arithmetic: 'ARITH_SYM_INT32', rounding: 'HALF_AWAY' };
const symDx = { dx_arithmetic: 'ARITH_SYM_INT32', dx_rounding: 'HALF_AWAY' };
const window = { kernel: 1, stride: 1, dilation: 1, padding: 'VALID', padding_amount: 0 };
const update = { write_back: 'HALF_AWAY', arithmetic: 'ARITH_FLOAT32' };
const affine = { gamma: sym([2]), beta: sym([2]) };
const convolution = { ...window, groups: 1 };
const convFits = { x: sym([1, 2, 3]), weight: sym([4, 2, 1]), bias: sym([4]), y: out([1, 4, 3]) };
const funnel = { ...symMath, kernel: 'identity', mode: 'OUT_ACC_FIXED_SCALE', site: 'operation' };
const poolFits = { dy: sym([1, 1, 2]), argmax: int32Of([0, 1], [1, 1, 2]), dx: out([1, 1, 2]) };

const oneRelu: Row = {
  op: 'training_step',
  params: {
    ...modelDefaults,
    ...{ layers: 1, loss: 'MSE', samples: 1, l0_kind: 'relu', arithmetic: 'ARITH_FLOAT32' },
    ...{ lr: 1, momentum: 0, weight_decay: 0 },
  },
  fits: {
    x0: floats([1, 2]),
    label0: floats([1, 2]),
    f0: floats([1, 2]),
    d0: floats([1, 2]),
    d1: floats([1, 2]),
    losses: floats([1]),
    loss: floats([1]),
  },
};

const rows: readonly (readonly [string, string, Row])[] = [
  [
    'U5',
    'a fixed grid of no codes',
    {
      op: 'execute_op',
      params: funnel,
      fits: { x0: sym([1]), target: target('SYM', [1], 8) },
      tensors: { x0: sym([0]), target: target('SYM', [0], 8) },
    },
  ],
  [
    'U15',
    'a result of another count',
    { op: 'requant_dynamic', fits: { x: sym([2]), y: out([2]) }, tensors: { y: out([3]) } },
  ],
  [
    'U15',
    'a gradient of another count',
    {
      op: 'sgd_step',
      params: { lr: 1, weight_decay: 0, ...update },
      fits: { parameter: sym([2]), gradient: sym([2]) },
      tensors: { gradient: sym([1]) },
    },
  ],
  [
    'U15',
    'a product of other extents',
    {
      op: 'linear_input_grad_raw',
      fits: { dy: sym([1, 2]), weight: sym([2, 3]), dx: out([1, 3]) },
      tensors: { dx: out([1, 4]) },
    },
  ],
  [
    'U15',
    'half a batch',
    {
      op: 'linear_bias_grad_raw',
      fits: { dy: sym([2, 2]), db: out([2]) },
      tensors: { dy: sym([3, 1]) },
    },
  ],
  [
    'U15',
    'weight channels that are not those of x',
    { op: 'conv1d_raw', params: convolution, fits: convFits, tensors: { weight: sym([4, 1, 1]) } },
  ],
  [
    'U15',
    'a bias for other channels',
    { op: 'conv1d_raw', params: convolution, fits: convFits, tensors: { bias: sym([3]) } },
  ],
  [
    'U15',
    'another batch',
    { op: 'conv1d_raw', params: convolution, fits: convFits, tensors: { y: out([2, 4, 3]) } },
  ],
  [
    'U15',
    'pools with other rows',
    {
      op: 'avg_pool1d_forward',
      params: { ...symMath, ...window },
      fits: { x: sym([1, 2, 3]), y: out([1, 2, 3]) },
      tensors: { y: out([2, 2, 3]) },
    },
  ],
  [
    'U15',
    'another y than x',
    {
      op: 'layer_norm_forward_raw',
      params: { eps: 1 },
      fits: { x: sym([1, 2]), ...affine, y: out([1, 2]) },
      tensors: { y: out([2, 2]) },
    },
  ],
  [
    'U15',
    'a shorter β',
    {
      op: 'layer_norm_forward_raw',
      params: { eps: 1 },
      fits: { x: sym([1, 2]), ...affine, y: out([1, 2]) },
      tensors: { beta: sym([1]) },
    },
  ],
  [
    'U15',
    'a view of other extents',
    {
      op: 'layer_norm_forward_raw',
      params: { eps: 1 },
      fits: { x: sym([4, 2]), ...affine, y: out([4, 2]) },
      tensors: { y: withOrder(out([1, 8]), [1, 0]) },
    },
  ],
  [
    'U15',
    'a larger result',
    {
      op: 'mean_sym',
      params: { k: 1 },
      fits: { x: sym([2, 3]), y: floats([2]) },
      tensors: { y: floats([3]) },
    },
  ],
  [
    'U15',
    'fewer means than blocks',
    {
      op: 'variance_sym',
      params: { k: 1 },
      fits: { x: sym([2, 3]), mean: floats([2]), y: floats([2]) },
      tensors: { mean: floats([1]) },
    },
  ],
  [
    'U15',
    'a label without entries',
    {
      op: 'mse_mean_scale',
      params: { samples: 1 },
      fits: { label: floats([1, 2]), factor: floats([1]) },
      tensors: { label: floats([0, 2]) },
    },
  ],
  [
    'U15',
    'a shorter label',
    {
      op: 'mse_forward',
      params: { reduction: 'SUM' },
      fits: { output: floats([2]), label: floats([2]), loss: floats([1]) },
      tensors: { label: floats([1]) },
    },
  ],
  [
    'U15',
    'gradients of another count',
    {
      op: 'softmax_backward',
      fits: { x: floats([2]), dy: floats([2]), dx: floats([2]) },
      tensors: { dy: floats([1]) },
    },
  ],
  ['U17', 'a wire that the model does not have', { ...oneRelu, tensors: { d2: floats([1, 2]) } }],
  [
    'U17',
    'a parameter that its layer does not have',
    { ...oneRelu, tensors: { l0_weight: floats([2, 2]), l0_weight_grad: floats([2, 2]) } },
  ],
  [
    'U19',
    'SYM of width 0',
    {
      op: 'mse_backward',
      contract: 'sym-2026-06-23',
      fits: { output: sym([1, 1]), label: target('SYM', [1, 1], 2), gradient: out([1, 1]) },
      tensors: { label: target('SYM', [1, 1], 0) },
    },
  ],
  [
    'U20',
    'an element that is not there',
    {
      op: 'bool_access',
      fits: {
        t: target('BOOL', [2], 0),
        index: int32Of([1]),
        value: int32Of([1]),
        y: target('INT32', [1]),
      },
      tensors: { index: int32Of([2]) },
    },
  ],
  [
    'U20',
    'codes beyond the stream',
    {
      op: 'pack_append',
      params: { source_bit: 0, destination_bit: 0, count: 2 },
      fits: { x: target('SYM', [2], 4), y: target('SYM', [2], 4) },
      other: { count: 3 },
    },
  ],
  [
    'U20',
    'a position beyond the input',
    {
      op: 'max_pool1d_backward',
      params: { ...symDx, ...window },
      fits: poolFits,
      tensors: { argmax: int32Of([0, 2], [1, 1, 2]) },
    },
  ],
  [
    'U20',
    'a class of no element',
    {
      op: 'argmax',
      params: { classes: 2 },
      fits: { x: float32Of([1, 2]), index: target('INT32', [1]) },
      tensors: { x: floats([0]) },
    },
  ],
  [
    'U21',
    'statistics of another rank',
    {
      op: 'norm_statistics',
      params: { eps: 1 },
      fits: { x: sym([2, 2]), mean: floats([2]), rstd: floats([2]) },
      tensors: { x: sym([1, 2, 2]) },
    },
  ],
];

describe('undefined calls', () => {
  it.each(rows)('%s: %s', (_id, _what, row) => {
    expect(() => run(row, row.fits)).not.toThrow();
    expect(() => run(row, { ...row.fits, ...row.tensors }, row.other)).toThrow(UndefinedBehaviour);
  });
});
