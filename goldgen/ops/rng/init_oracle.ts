/** Oracle of initial weights (S15). */

import {
  normalNumber,
  rootOfRatio,
  uniformNumber,
} from '../../../reference/independent/distributions.ts';
import { fromInteger, over, root, times } from '../../../reference/independent/float32.ts';
import { filled } from '../../kit/oracle.ts';
import { numberParam, type OpCall, type Oracle, tensorOf, wordParam } from '../../op.ts';

function fansOf(call: OpCall): number {
  return numberParam(call, 'fan_in') + numberParam(call, 'fan_out');
}

function numbers(call: OpCall, make: () => number): ReturnType<Oracle> {
  const y = tensorOf(call, 'y');
  return { y: filled(y, Array.from({ length: y.data.length }, make)) };
}

export const initUniformOracle: Oracle = (call, _contract, g) => {
  const kind = wordParam(call, 'kind');
  if (kind === 'uniform') {
    const [a, b] = [numberParam(call, 'low'), numberParam(call, 'high')];
    return numbers(call, () => uniformNumber(g, a, b));
  }
  const ratio =
    kind === 'xavier' ? rootOfRatio(6, fansOf(call)) : rootOfRatio(3, numberParam(call, 'fan_in'));
  const limit = times(numberParam(call, 'gain'), ratio);
  return numbers(call, () => uniformNumber(g, -limit, limit));
};

export const initNormalOracle: Oracle = (call, _contract, g) => {
  const kind = wordParam(call, 'kind');
  if (kind === 'normal') {
    const [mean, deviation] = [numberParam(call, 'mean'), numberParam(call, 'deviation')];
    return numbers(call, () => normalNumber(g, mean, deviation));
  }
  const gain = numberParam(call, 'gain');
  const deviation =
    kind === 'xavier'
      ? times(gain, rootOfRatio(2, fansOf(call)))
      : over(gain, root(fromInteger(numberParam(call, 'fan_in'))));
  return numbers(call, () => normalNumber(g, 0, deviation));
};
