/** LayerNorm through wires of any axis order: its oracle sees them in logical order. */

import type { Tensor } from '../../../reference/tensor.ts';
import { dense, isIdentity, turned } from '../../kit/oracle.ts';
import type { CaseTensors, Oracle } from '../../op.ts';

/** The wires of LayerNorm; γ, β and their gradients are flat. */
const wires = ['x', 'y', 'dy', 'dx'];

/** Answers calls of views with what the oracle says of dense wires; draws are left to identity orders. */
export function throughViews(oracle: Oracle): Oracle {
  return (call, contract, g) => {
    const views = wires.flatMap((name): [string, Tensor][] => {
      const t = call.tensors[name];
      return t === undefined || isIdentity(t) ? [] : [[name, t]];
    });
    if (views.length === 0) return oracle(call, contract, g);
    const draws = Object.values(call.tensors).some((t) => t.rounding === 'SR_HALF_AWAY');
    if (draws || call.params.rounding === 'SR_HALF_AWAY') return undefined;
    const tensors: CaseTensors = {
      ...call.tensors,
      ...Object.fromEntries(views.map(([name, t]) => [name, dense(t)])),
    };
    const answer = oracle(call.with({ tensors }), contract, g);
    if (typeof answer !== 'object') return answer;
    const back = views.flatMap(([name, t]) => {
      const result = answer[name];
      return result === undefined ? [] : [[name, turned(t, result)] as const];
    });
    return { ...answer, ...Object.fromEntries(back) };
  };
}
