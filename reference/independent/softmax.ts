/** Softmax and CrossEntropy once more: exact exp and log, one rounded operation after the other (L27, L28). */

import { exactExpBits, exactLogBits } from './exp_log.ts';
import { fromInteger, minus, over, plus, times, viaBits } from './float32.ts';

/** L27 forward values; `stabilised` subtracts the largest logit first. */
export function softmax(logits: readonly number[], stabilised: boolean): number[] {
  const shift = stabilised ? Math.max(...logits) : 0;
  const powers = logits.map((x) => viaBits(exactExpBits, minus(x, shift)));
  const sum = powers.reduce((a, b) => plus(a, b), 0);
  return powers.map((p) => over(p, sum));
}

/** L27 gradient */
export function softmaxGradient(s: readonly number[], g: readonly number[]): number[] {
  const dot = s.reduce((sum, v, i) => plus(sum, times(v, g[i]!)), 0);
  return s.map((v, i) => times(v, minus(g[i]!, dot)));
}

/** L28 loss; `divisor` is dims[0] of a MEAN over rank 2 and more, else 0. */
export function crossEntropy(p: readonly number[], y: readonly number[], divisor: number): number {
  const floor = Math.fround(1e-7);
  const loss = p.reduce((sum, v, i) => {
    const cost = -viaBits(exactLogBits, Math.max(v, floor));
    return plus(sum, times(y[i]!, cost));
  }, 0);
  return divisor === 0 ? loss : over(loss, fromInteger(divisor));
}
