/** L17: the backward of GroupNorm. */

import { groupsSpec } from '../gen/layer_cases.ts';
import { normBackwardCases } from '../gen/norm_backward_cases.ts';
import { pickNotes } from '../gen/norm_cases.ts';
import { normNotes } from '../gen/norm_notes.ts';
import {
  backwardLayer,
  grouped,
  normBackwardParams,
  normBackwardTensors,
} from '../gen/norm_specs.ts';
import { type OpDef, tensorOf } from '../op.ts';
import { groupNormBackwardOracle } from '../oracle/backward.ts';

export const groupNormBackward: OpDef = {
  name: 'group_norm_backward',
  version: 1,
  clause: 'L17',
  family: 'group_norm',
  summary: 'accumulates the gradients of γ and β per channel and writes the input gradient',
  contracts: ['sym-2026-07-21'],
  params: { ...normBackwardParams, groups: groupsSpec },
  tensors: normBackwardTensors('[B,C,T]', '[C]'),
  notes: pickNotes(normNotes, [
    'B6.5',
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
  ]),
  run(n, call) {
    const [x, dy] = [tensorOf(call, 'x'), tensorOf(call, 'dy')];
    n.fn.groupNormBackward(n, grouped(backwardLayer(call), call), x, dy, tensorOf(call, 'dx'));
  },
  oracle: groupNormBackwardOracle,
  cases: (g) => normBackwardCases(g, 'group_norm'),
};
