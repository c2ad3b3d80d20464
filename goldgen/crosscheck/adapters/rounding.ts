/** `rounding`: roundByMode (S16–S18), the seed rescale (S20) and the float clamp (S19). */

import { floats, newTensor, type Rounding } from '../../../reference/tensor.ts';
import type { AdapterTable, Replay } from '../types.ts';

function roundByMode(r: Replay): void {
  const x = r.tensor('x');
  const y = newTensor('INT32', x.shape);
  const mode: Rounding = r.paramRounding('rounding');
  floats(x).forEach((value, i) => {
    y.data[i] = r.n.fn.round(r.n, value, mode);
  });
  r.emit('y', y);
}

/** `seedGuard` 0 = the original built without its guard. */
function rescaleIntoAccumulatorScale(r: Replay): void {
  const contract = { ...r.n.contract, seedGuard: r.paramInt('seedGuard') === 1 };
  const n = { ...r.n, contract };
  const [q, sP, sA] = [r.int('paramQ'), r.float('paramScale'), r.float('accumulatorScale')];
  r.emitInt('y', n.fn.seedRescale(n, q, sP, sA, r.paramRounding('rounding')));
}

function clamp(r: Replay): void {
  r.emitFloat('y', r.n.fn.clampFloat(r.n, r.float('x'), r.float('min'), r.float('max')));
}

export const roundingAdapters: AdapterTable = {
  'rounding/roundByMode': roundByMode,
  'rounding/rescaleIntoAccumulatorScale': rescaleIntoAccumulatorScale,
  'rounding/clamp': clamp,
};
