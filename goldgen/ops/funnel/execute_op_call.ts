/** One call of the funnel as a case. */

import type { Arithmetic, OutputMode } from '../../../reference/funnel.ts';
import type { Rounding, Tensor } from '../../../reference/tensor.ts';
import { casesOf } from '../../kit/cases.ts';

export interface How {
  readonly type?: Arithmetic['type'];
  readonly rounding?: Rounding;
  readonly mode?: OutputMode;
  readonly kernel?: 'identity' | 'product';
  readonly site?: 'operation' | 'gradient';
  readonly rng?: number;
}

export const sym = 'ARITH_SYM_INT32';
export const float = 'ARITH_FLOAT32';
export const sr = 'SR_HALF_AWAY';

export const opCase = casesOf((inputs: readonly Tensor[], out: Tensor, how: How = {}) => {
  const { type = sym, rounding = 'HALF_AWAY', mode = 'OUT_WRITE', kernel = 'identity' } = how;
  const { site = 'operation', rng = 1 } = how;
  const named = Object.fromEntries(inputs.map((t, i) => [`x${i}`, t]));
  const tensors = { ...named, [mode === 'OUT_WRITE' ? 'y' : 'target']: out };
  const params = { kernel, arithmetic: type, rounding, mode, site };
  return { tensors, params, rng };
});
