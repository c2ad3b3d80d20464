/** L17: the forward of GroupNorm. */

import { groupsSpec } from '../../kit/layer_operands.ts';
import { defineOp } from '../../op.ts';
import { groupNormForwardOracle } from './forward_oracle.ts';
import { forwardFlags } from './layer_norm_forward.ts';
import { pickNotes } from './norm_cases.ts';
import { groupNormFits } from './norm_fits.ts';
import { normForwardCases } from './norm_forward_cases.ts';
import { normNotes } from './norm_notes.ts';
import { forwardLayer, grouped, normForwardParams, normForwardTensors } from './norm_specs.ts';

export default defineOp({
  name: 'group_norm_forward',
  version: 1,
  clause: 'L17',
  summary: 'normalises groups of channels, applies γ and β per channel and writes the wire',
  since: '2026-07-21',
  params: { ...normForwardParams, groups: groupsSpec },
  tensors: normForwardTensors('[B,C,T]', '[C]'),
  fits: groupNormFits(['y'], ['beta']),
  notes: pickNotes(normNotes, ['B6.5', 'group_size', ...forwardFlags]),
  run(n, call) {
    n.fn.groupNormForward(n, grouped(forwardLayer(call), call), call.tensor('x'), call.tensor('y'));
  },
  oracle: groupNormForwardOracle,
  cases: (g) => normForwardCases(g, 'group_norm'),
});
