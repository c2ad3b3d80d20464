/** Mistakes in the backward of Linear (L2–L4). */

import { primitives } from '../../primitives.ts';
import { floats, ints } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
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
    id: 'raw_assumed_zeroed',
    clause: 'S66',
    pitfalls: ['A-M127'],
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
