/** L14, L16: the backward of LayerNorm. */

import { normBackwardCases } from '../gen/norm_backward_cases.ts';
import { pickNotes } from '../gen/norm_cases.ts';
import { normNotes } from '../gen/norm_notes.ts';
import { backwardLayer, normBackwardParams, normBackwardTensors } from '../gen/norm_specs.ts';
import { type OpDef, tensorOf } from '../op.ts';
import { layerNormBackwardOracle } from '../oracle/backward.ts';

export const layerNormBackward: OpDef = {
  name: 'layer_norm_backward',
  version: 1,
  clause: 'L14, L16',
  family: 'layer_norm',
  summary: 'accumulates the gradients of γ and β and writes the input gradient',
  contracts: ['sym-2026-06-11', 'sym-2026-06-23', 'sym-2026-07-21'],
  params: normBackwardParams,
  tensors: normBackwardTensors('[…,N…]', '[N…]'),
  notes: pickNotes(normNotes, [
    'B6.4',
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
    'june_gradients',
    'ecg',
    'storage_mix',
  ]),
  run(n, call) {
    const [x, dy] = [tensorOf(call, 'x'), tensorOf(call, 'dy')];
    n.fn.layerNormBackward(n, backwardLayer(call), x, dy, tensorOf(call, 'dx'));
  },
  oracle: layerNormBackwardOracle,
  cases: (g) => normBackwardCases(g, 'layer_norm'),
};
