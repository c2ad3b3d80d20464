/** L17: the raw SYM forward kernel of GroupNorm. */

import { epsSpec, groupsSpec } from '../gen/layer_cases.ts';
import { pickNotes } from '../gen/norm_cases.ts';
import { normNotes } from '../gen/norm_notes.ts';
import { normRawCases } from '../gen/norm_raw_cases.ts';
import { numberParam, type OpDef, tensorOf } from '../op.ts';
import { groupNormForwardRawOracle } from '../oracle/norm.ts';
import { rawFlags } from './layer_norm_forward_raw.ts';

export const groupNormForwardRaw: OpDef = {
  name: 'group_norm_forward_raw',
  version: 1,
  clause: 'L17',
  family: 'group_norm',
  summary:
    'normalises groups of channels, multiplies by γ and adds β in int32, without the epilogue',
  contracts: ['sym-2026-07-21'],
  params: { eps: epsSpec, groups: groupsSpec },
  tensors: {
    x: { role: 'in', dtypes: ['SYM_INT32'], doc: '[B,C,T]: input' },
    gamma: { role: 'in', dtypes: ['SYM_INT32'], doc: '[C]: γ' },
    beta: { role: 'in', dtypes: ['SYM_INT32'], doc: '[C]: β' },
    y: {
      role: 'out',
      dtypes: ['SYM_INT32'],
      doc: '[B,C,T]: raw result; its width bounds the normalised mantissas, its mode rounds them and the seeds',
    },
  },
  notes: pickNotes(normNotes, ['B6.5', ...rawFlags]),
  run(n, call) {
    const [x, gamma, beta] = [tensorOf(call, 'x'), tensorOf(call, 'gamma'), tensorOf(call, 'beta')];
    const layer = { groups: numberParam(call, 'groups'), eps: numberParam(call, 'eps') };
    n.fn.groupNormForwardSym(n, x, gamma, beta, tensorOf(call, 'y'), layer);
  },
  oracle: groupNormForwardRawOracle,
  cases: (g) => normRawCases(g, 'group_norm'),
};
