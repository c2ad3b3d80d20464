/** L14, L15: the forward of LayerNorm. */

import { defineOp } from '../../op.ts';
import { layerNormForwardOracle } from './forward_oracle.ts';
import { pickNotes } from './norm_cases.ts';
import { layerNormFits } from './norm_fits.ts';
import { normForwardCases } from './norm_forward_cases.ts';
import { normNotes } from './norm_notes.ts';
import { forwardLayer, normForwardParams, normForwardTensors } from './norm_specs.ts';

/** What the cases of both forwards catch. */
export const forwardFlags = [
  'V33',
  'write_rounding',
  'draw_order',
  'float_arm',
  'wire_record',
  'operand',
  'label',
  'shape',
  'seed_guard',
  'ecg',
  'storage_mix',
  'empty',
] as const;

export default defineOp({
  name: 'layer_norm_forward',
  version: 2,
  clause: 'L14, L15',
  summary: 'normalises over the trailing dimensions, applies γ and β and writes the wire',
  since: '2026-06-11',
  params: normForwardParams,
  tensors: normForwardTensors('[…,N…]', '[N…]'),
  fits: layerNormFits(['y'], ['beta']),
  notes: pickNotes(normNotes, [
    'B6.4',
    'B6.11',
    'raw_wire',
    'refused_dtype',
    'order',
    ...forwardFlags,
  ]),
  run(n, call) {
    n.fn.layerNormForward(n, forwardLayer(call), call.tensor('x'), call.tensor('y'));
  },
  oracle: layerNormForwardOracle,
  cases: (g) => normForwardCases(g, 'layer_norm'),
});
