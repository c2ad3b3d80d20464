/** L17: the forward of GroupNorm. */

import { groupsSpec } from '../gen/layer_cases.ts';
import { pickNotes } from '../gen/norm_cases.ts';
import { normForwardCases } from '../gen/norm_forward_cases.ts';
import { normNotes } from '../gen/norm_notes.ts';
import { forwardLayer, grouped, normForwardParams, normForwardTensors } from '../gen/norm_specs.ts';
import { type OpDef, tensorOf } from '../op.ts';
import { groupNormForwardOracle } from '../oracle/layers.ts';

export const groupNormForward: OpDef = {
  name: 'group_norm_forward',
  version: 1,
  clause: 'L17',
  family: 'group_norm',
  summary: 'normalises groups of channels, applies γ and β per channel and writes the wire',
  contracts: ['sym-2026-07-21'],
  params: { ...normForwardParams, groups: groupsSpec },
  tensors: normForwardTensors('[B,C,T]', '[C]'),
  notes: pickNotes(normNotes, [
    'B6.5',
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
  ]),
  run(n, call) {
    n.fn.groupNormForward(
      n,
      grouped(forwardLayer(call), call),
      tensorOf(call, 'x'),
      tensorOf(call, 'y'),
    );
  },
  oracle: groupNormForwardOracle,
  cases: (g) => normForwardCases(g, 'group_norm'),
};
