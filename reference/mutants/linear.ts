/** Mistakes in Linear and the Quantization layer (L1–L4, L30). */

import { primitives } from '../primitives.ts';
import { floats, ints, symInt32Tensor } from '../tensor.ts';
import type { Mutant } from './mutant.ts';

export const linearMutants: readonly Mutant[] = [
  {
    id: 'linear_gradient_operands_swapped',
    clause: 'L2',
    bug: 'the weight gradient is xᵀ·dy',
    fix: 'compute dyᵀ·x: raw[o, i] = Σ dy[n, o]·x[n, i]',
    fn: {
      linearWeightGradSym: (n, dy, x, raw) => {
        const view = { ...raw, shape: [raw.shape[1]!, raw.shape[0]!] };
        n.fn.matmulSym(n, n.fn.transposedView(n, x, 0, 1), dy, view);
        raw.scale = view.scale;
      },
      linearWeightGradFloat: (n, dy, x, raw) => {
        floats(raw).set(n.fn.matmulFloat(n, n.fn.transposedView(n, x, 0, 1), dy));
      },
    },
  },
  {
    id: 'linear_bias_gradient_last_sample',
    clause: 'L3',
    bug: 'the bias gradient takes the last sample instead of the batch sum',
    fix: 'sum dy over the batch',
    fn: {
      linearBiasGradSym: (_n, dy, raw) => {
        const features = raw.data.length;
        ints(raw).set(ints(dy).subarray(dy.data.length - features));
        raw.scale = dy.scale;
      },
      linearBiasGradFloat: (_n, dy, raw) => {
        floats(raw).set(floats(dy).subarray(dy.data.length - raw.data.length));
      },
    },
  },
  {
    id: 'linear_bias_gradient_mean',
    clause: 'L3',
    bug: 'the bias gradient is divided by the batch size',
    fix: 'sum over the batch without a division',
    fn: {
      linearBiasGradSym: (n, dy, raw) => {
        primitives.linearBiasGradSym(n, dy, raw);
        raw.scale = n.f.div(raw.scale, dy.data.length / raw.data.length);
      },
    },
  },
  {
    id: 'linear_bias_gradient_product_scale',
    clause: 'L3',
    bug: 'the bias gradient has scale 1',
    fix: 'its scale is that of dy',
    fn: {
      linearBiasGradSym: (n, dy, raw) => {
        primitives.linearBiasGradSym(n, dy, raw);
        raw.scale = 1;
      },
    },
  },
  {
    id: 'linear_gradients_after_dx',
    clause: 'L4',
    bug: 'dx is computed before the parameter gradients',
    fix: 'weight gradient, bias gradient, then dx',
    fn: {
      linearBackward: (n, layer, x, dy, dx) => {
        n.fn.linearInputStep(n, layer, dy, dx);
        n.fn.linearWeightStep(n, layer, x, dy);
        if (layer.bias !== undefined) n.fn.linearBiasStep(n, layer, layer.bias, dy);
      },
    },
  },
  {
    id: 'linear_bias_before_weight',
    clause: 'L3',
    bug: 'the bias gradient is accumulated before the weight gradient',
    fix: 'weight gradient first',
    flags: ['draw_order'],
    fn: {
      linearBackward: (n, layer, x, dy, dx) => {
        if (layer.bias !== undefined) n.fn.linearBiasStep(n, layer, layer.bias, dy);
        n.fn.linearWeightStep(n, layer, x, dy);
        n.fn.linearInputStep(n, layer, dy, dx);
      },
    },
  },
  {
    id: 'linear_bias_gradient_guarded',
    clause: 'H2',
    bug: 'the bias gradient goes through the guarded rescale with the mode of the gradient',
    fix: 'under this contract it is half-away and unguarded',
    contract: { linearBiasGradient: 'seed_rescale' },
  },
  {
    id: 'gradients_through_funnel',
    clause: 'H2',
    bug: 'gradients are accumulated through the funnel',
    fix: 'under this contract convert into the backward arithmetic, accumulate, convert back',
    contract: { backward: 'funnel' },
  },
  {
    id: 'gradients_converted_back',
    clause: 'L2',
    bug: 'gradients are converted into the backward arithmetic and back on every pass',
    fix: 'accumulate through the funnel into the stored gradient',
    flags: ['float_gradient'],
    contract: { backward: 'convert_back', linearBiasGradient: 'half_away_unguarded' },
  },
  {
    id: 'bias_mode_of_operation',
    clause: 'S87',
    catalogue: ['A-M76', 'B-24'],
    bug: 'bias seeds are rounded by the mode of the operation',
    fix: 'use the rounding mode of the bias record',
    fn: {
      matmulSymBias: (n, a, b, bias, out) =>
        primitives.matmulSymBias(n, a, b, { ...bias, rounding: out.rounding }, out),
    },
  },
  {
    id: 'bias_unchecked',
    clause: 'S87',
    catalogue: ['A-M83'],
    bug: 'dtype and length of a SYM bias are not checked',
    fix: 'refuse a bias that is not SYM_INT32 or of another length',
    contract: { matmulBiasCheck: 'unchecked' },
  },
  {
    id: 'raw_assumed_zeroed',
    clause: 'S66',
    catalogue: ['A-M127'],
    bug: 'sums are added to a result buffer that is not cleared',
    fix: 'the raw intermediate holds garbage: start every sum yourself',
    flags: ['B6.1', 'H2', 'batch_sum'],
    fn: {
      linearBiasGradSym: (n, dy, raw) => {
        const old = ints(raw).slice();
        primitives.linearBiasGradSym(n, dy, raw);
        ints(raw).forEach((sum, i) => {
          ints(raw)[i] = (sum + old[i]!) | 0;
        });
      },
    },
  },
];

export const quantizationMutants: readonly Mutant[] = [
  {
    id: 'quantization_copies',
    clause: 'L30',
    catalogue: ['A-M43', 'B-52'],
    bug: 'a Quantization layer between SYM_INT32 wires copies',
    fix: 'requantize to the width of the output record',
    fn: {
      quantizationDispatch: (n, from, to) => {
        if (from.dtype === to.dtype && from.dtype === 'SYM_INT32') n.fn.convert(n, from, to);
        else primitives.quantizationDispatch(n, from, to);
      },
    },
  },
  {
    id: 'quantization_backward_identity',
    clause: 'L30',
    catalogue: ['B-53'],
    bug: 'the backward passes dy through unchanged',
    fix: 'the backward is itself a quantization into the dx record',
    fn: {
      quantizationBackward: (n, layer, x, dy, dx) => {
        if (dy.dtype === dx.dtype && dy.dtype === 'SYM_INT32') n.fn.convert(n, dy, dx);
        else primitives.quantizationBackward(n, layer, x, dy, dx);
      },
    },
  },
  {
    id: 'quantization_backward_clips',
    clause: 'L30',
    catalogue: ['B-53'],
    bug: 'the backward masks elements whose input saturated',
    fix: 'pass every element: straight-through has no mask',
    fn: {
      quantizationBackward: (n, layer, x, dy, dx) => {
        const limit = x.dtype === 'SYM_INT32' ? 2 ** (x.bits - 1) - 1 : Number.POSITIVE_INFINITY;
        if (dy.dtype !== 'SYM_INT32') {
          primitives.quantizationBackward(n, layer, x, dy, dx);
          return;
        }
        const masked = ints(dy).map((q, i) => (Math.abs(x.data[i]!) >= limit ? 0 : q));
        const view = symInt32Tensor(masked, dy.scale, dy.bits, dy.rounding, dy.shape);
        primitives.quantizationBackward(n, layer, x, view, dx);
      },
    },
  },
  {
    id: 'quantization_accepts_same_dtype',
    clause: 'S112',
    catalogue: ['A-M130'],
    bug: 'a Quantization layer between equal dtypes copies',
    fix: 'refuse equal dtypes other than SYM_INT32',
    fn: { quantizationDispatch: (n, from, to) => n.fn.executeConvert(n, from, to) },
  },
];
