/** L14, L16: the backward of LayerNorm. */

import { defineOp } from '../../op.ts';
import { layerNormBackwardOracle } from './backward_oracle.ts';
import { normBackwardCases } from './norm_backward_cases.ts';
import { pickNotes } from './norm_cases.ts';
import { layerNormFits } from './norm_fits.ts';
import { normNotes } from './norm_notes.ts';
import { backwardLayer, normBackwardParams, normBackwardTensors } from './norm_specs.ts';

/** What the cases of both backwards catch. */
export const backwardFlags = [
  'V34',
  'publish_order',
  'increment',
  'accumulates',
  'dx_record',
  'zero_loss',
  'block_constant',
  'eps',
  'association',
  'float_arm',
  'gradient_mode',
  'gradient_target',
  'refused_dtype',
  'label',
  'shape',
  'ecg',
  'storage_mix',
  'empty',
] as const;

export default defineOp({
  name: 'layer_norm_backward',
  version: 1,
  clause: 'L14, L16',
  summary: 'accumulates the gradients of γ and β and writes the input gradient',
  since: '2026-06-11',
  params: normBackwardParams,
  tensors: normBackwardTensors('[…,N…]', '[N…]'),
  fits: layerNormFits(['dy', 'dx'], ['gamma_grad', 'beta_grad']),
  notes: pickNotes(normNotes, ['B6.4', 'june_gradients', 'order', ...backwardFlags]),
  run(n, call) {
    const [x, dy] = [call.tensor('x'), call.tensor('dy')];
    n.fn.layerNormBackward(n, backwardLayer(call), x, dy, call.tensor('dx'));
  },
  oracle: layerNormBackwardOracle,
  cases: (g) => normBackwardCases(g, 'layer_norm'),
});
