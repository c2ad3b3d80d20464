/** L15 steps 1–4: the raw SYM forward kernel of LayerNorm. */

import { epsSpec } from '../../kit/layer_operands.ts';
import { defineOp } from '../../op.ts';
import { pickNotes } from './norm_cases.ts';
import { layerNormFits } from './norm_fits.ts';
import { normNotes } from './norm_notes.ts';
import { normRawCases } from './norm_raw_cases.ts';
import { normRawTensors } from './norm_specs.ts';
import { layerNormForwardRawOracle } from './raw_oracle.ts';

export const rawFlags = [
  'V33',
  'B6.11',
  'quotient',
  'raw_width',
  'seed_form',
  'jitter',
  'draw_order',
  'seed_guard',
  'constant',
  'block_constant',
  'accumulator',
  'label',
  'shape',
  'eps',
  'statistics',
  'empty',
  'nan_maximum',
] as const;

export default defineOp({
  name: 'layer_norm_forward_raw',
  version: 2,
  clause: 'L14, L15',
  summary: 'normalises x, multiplies by γ and adds β in int32, without the write epilogue',
  since: '2026-06-11',
  params: { eps: epsSpec },
  tensors: normRawTensors('[…,N…]', '[N…]'),
  fits: layerNormFits(['y'], ['beta']),
  notes: pickNotes(normNotes, ['B6.4', 'order', ...rawFlags]),
  run(n, call) {
    const [x, gamma, beta] = [call.tensor('x'), call.tensor('gamma'), call.tensor('beta')];
    n.fn.layerNormForwardSym(n, x, gamma, beta, call.tensor('y'), call.number('eps'));
  },
  oracle: layerNormForwardRawOracle,
  cases: (g) => normRawCases(g, 'layer_norm'),
});
