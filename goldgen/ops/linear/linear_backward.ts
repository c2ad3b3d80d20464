/** L2–L4: the backward of Linear with accumulation into the gradients and the dx wire. */

import type { LinearLayer } from '../../../reference/layers/layer.ts';
import {
  arithmeticFrom,
  arithmeticSpec,
  modeFrom,
  modeSpec,
  roundingSpec,
} from '../../kit/layer_operands.ts';
import { defineOp } from '../../op.ts';
import { linearBackwardOracle } from './backward_oracle.ts';
import { linearBackwardCases } from './linear_backward_cases.ts';
import { linearBackwardNotes } from './linear_backward_notes.ts';
import { linearBackwardFits } from './linear_fits.ts';

const gradDtypes = ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const;
const operandDtypes = ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const;

export default defineOp({
  name: 'linear_backward',
  version: 1,
  clause: 'L2, L3, L4',
  summary: 'accumulates the weight and bias gradients and writes the input gradient',
  since: '2026-06-11',
  params: {
    weight_arithmetic: arithmeticSpec('the weight gradient'),
    weight_rounding: roundingSpec('the weight gradient operation; June: of all conversion scratch'),
    bias_arithmetic: arithmeticSpec('the bias gradient'),
    bias_rounding: roundingSpec('the bias gradient operation; June: not read'),
    dx_arithmetic: arithmeticSpec('the input gradient'),
    dx_rounding: roundingSpec('the input gradient operation; June: not read'),
    weight_mode: modeSpec('the weight gradient'),
    bias_mode: modeSpec('the bias gradient'),
  },
  tensors: {
    x: { role: 'in', dtypes: operandDtypes, doc: '[B,I]: input kept from the forward' },
    dy: { role: 'in', dtypes: operandDtypes, doc: '[B,O]: output gradient' },
    weight: { role: 'in', dtypes: operandDtypes, doc: '[O,I]: weights' },
    weight_grad: { role: 'inout', dtypes: gradDtypes, doc: '[O,I]: added to' },
    bias_grad: {
      role: 'inout',
      dtypes: gradDtypes,
      optional: true,
      doc: '[O]: added to; absent: the layer has no bias',
    },
    dx: { role: 'out', dtypes: gradDtypes, doc: '[B,I]: input gradient; June: raw' },
  },
  fits: linearBackwardFits,
  notes: linearBackwardNotes,
  run(n, call) {
    const weight = { value: call.tensor('weight'), grad: call.tensor('weight_grad') };
    const biasGrad = call.tensors.bias_grad;
    const dxMath = arithmeticFrom(call, 'dx_arithmetic', 'dx_rounding');
    const layer: LinearLayer = {
      kind: 'linear',
      forwardMath: dxMath,
      weightGradMath: arithmeticFrom(call, 'weight_arithmetic', 'weight_rounding'),
      biasGradMath: arithmeticFrom(call, 'bias_arithmetic', 'bias_rounding'),
      propLossMath: dxMath,
      weightGradAccMode: modeFrom(call, 'weight_mode'),
      biasGradAccMode: modeFrom(call, 'bias_mode'),
      weight,
      // the bias itself is not read
      bias: biasGrad === undefined ? undefined : { value: biasGrad, grad: biasGrad },
    };
    const [x, dy] = [call.tensor('x'), call.tensor('dy')];
    n.fn.linearBackward(n, layer, x, dy, call.tensor('dx'));
  },
  oracle: linearBackwardOracle,
  cases: linearBackwardCases,
});
