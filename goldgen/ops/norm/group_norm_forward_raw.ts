/** L17: the raw SYM forward kernel of GroupNorm. */

import { epsSpec, groupsSpec } from '../../kit/layer_operands.ts';
import { defineOp } from '../../op.ts';
import { rawFlags } from './layer_norm_forward_raw.ts';
import { pickNotes } from './norm_cases.ts';
import { groupNormFits } from './norm_fits.ts';
import { normNotes } from './norm_notes.ts';
import { normRawCases } from './norm_raw_cases.ts';
import { normRawTensors } from './norm_specs.ts';
import { groupNormForwardRawOracle } from './raw_oracle.ts';

export default defineOp({
  name: 'group_norm_forward_raw',
  version: 1,
  clause: 'L17',
  summary:
    'normalises groups of channels, multiplies by γ and adds β in int32, without the epilogue',
  since: '2026-07-21',
  params: { eps: epsSpec, groups: groupsSpec },
  tensors: normRawTensors('[B,C,T]', '[C]'),
  fits: groupNormFits(['y'], ['beta']),
  notes: pickNotes(normNotes, ['B6.5', 'group_size', ...rawFlags]),
  run(n, call) {
    const [x, gamma, beta] = [call.tensor('x'), call.tensor('gamma'), call.tensor('beta')];
    const layer = { groups: call.number('groups'), eps: call.number('eps') };
    n.fn.groupNormForwardSym(n, x, gamma, beta, call.tensor('y'), layer);
  },
  oracle: groupNormForwardRawOracle,
  cases: (g) => normRawCases(g, 'group_norm'),
});
