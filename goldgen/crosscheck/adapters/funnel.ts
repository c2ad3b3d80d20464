/** `funnel`: the identity kernel through S64–S68; the same target takes several operands. */

import { type OutputMode, outputModes } from '../../../reference/funnel.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import type { AdapterTable, Replay } from '../types.ts';

function modeOf(r: Replay): OutputMode {
  const word = r.paramWord('mode');
  const mode = outputModes.find((known) => known === word);
  if (mode === undefined) {
    throw new GoldError('recording-format', `unknown mode "${word}"`, { path: 'params/mode' });
  }
  return mode;
}

function identity(r: Replay): void {
  const target = r.tensor('target');
  const sym = r.paramWord('arithmetic') === 'SYM_INT32';
  const arithmetic = {
    type: sym ? 'ARITH_SYM_INT32' : 'ARITH_FLOAT32',
    rounding: r.paramRounding('opRounding'),
  } as const;
  for (let i = 0; i < r.paramInt('steps'); i++) {
    const inputs = [r.tensor(`x${i}`)];
    r.n.fn.executeOp(r.n, r.n.fn.identityKernel, inputs, arithmetic, modeOf(r), target);
    r.emit(`target${i}`, target);
  }
}

export const funnelAdapters: AdapterTable = { 'funnel/executeOp(identity)': identity };
