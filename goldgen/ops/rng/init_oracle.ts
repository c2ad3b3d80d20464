/** Oracle of initial weights (S15). */

import {
  normalNumber,
  rootOfRatio,
  uniformNumber,
} from '../../../reference/independent/distributions.ts';
import { fromInteger, over, root, times } from '../../../reference/independent/float32.ts';
import { filled } from '../../kit/oracle.ts';
import type { OpCall, Oracle } from '../../op.ts';

function fansOf(call: OpCall): number {
  return call.number('fan_in') + call.number('fan_out');
}

function numbers(call: OpCall, make: () => number): ReturnType<Oracle> {
  const y = call.tensor('y');
  return { y: filled(y, Array.from({ length: y.data.length }, make)) };
}

export const initUniformOracle: Oracle = (call, _contract, g) => {
  const kind = call.word('kind');
  if (kind === 'uniform') {
    const [a, b] = [call.number('low'), call.number('high')];
    return numbers(call, () => uniformNumber(g, a, b));
  }
  const ratio =
    kind === 'xavier' ? rootOfRatio(6, fansOf(call)) : rootOfRatio(3, call.number('fan_in'));
  const limit = times(call.number('gain'), ratio);
  return numbers(call, () => uniformNumber(g, -limit, limit));
};

export const initNormalOracle: Oracle = (call, _contract, g) => {
  const kind = call.word('kind');
  if (kind === 'normal') {
    const [mean, deviation] = [call.number('mean'), call.number('deviation')];
    return numbers(call, () => normalNumber(g, mean, deviation));
  }
  const gain = call.number('gain');
  const deviation =
    kind === 'xavier'
      ? times(gain, rootOfRatio(2, fansOf(call)))
      : over(gain, root(fromInteger(call.number('fan_in'))));
  return numbers(call, () => normalNumber(g, 0, deviation));
};
