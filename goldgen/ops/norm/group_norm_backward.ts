/** L17: the backward of GroupNorm. */

import { groupsSpec } from '../../kit/layer_operands.ts';
import { defineOp } from '../../op.ts';
import { groupNormBackwardOracle } from './backward_oracle.ts';
import { backwardFlags } from './layer_norm_backward.ts';
import { normBackwardCases } from './norm_backward_cases.ts';
import { pickNotes } from './norm_cases.ts';
import { groupNormFits } from './norm_fits.ts';
import { normNotes } from './norm_notes.ts';
import { backwardLayer, grouped, normBackwardParams, normBackwardTensors } from './norm_specs.ts';

export default defineOp({
  name: 'group_norm_backward',
  version: 1,
  clause: 'L17',
  summary: 'accumulates the gradients of γ and β per channel and writes the input gradient',
  since: '2026-07-21',
  params: { ...normBackwardParams, groups: groupsSpec },
  tensors: normBackwardTensors('[B,C,T]', '[C]'),
  fits: groupNormFits(['dy', 'dx'], ['gamma_grad', 'beta_grad']),
  notes: pickNotes(normNotes, ['B6.5', ...backwardFlags]),
  run(n, call) {
    const [x, dy] = [call.tensor('x'), call.tensor('dy')];
    n.fn.groupNormBackward(n, grouped(backwardLayer(call), call), x, dy, call.tensor('dx'));
  },
  oracle: groupNormBackwardOracle,
  cases: (g) => normBackwardCases(g, 'group_norm'),
});
