/** Oracle of the forwards of the norm layers (L15, L17), current contract. */

import type { Kernel } from '../../../reference/independent/accumulation.ts';
import { plus, times } from '../../../reference/independent/float32.ts';
import { type Cut, normalised, rawForward } from '../../../reference/independent/norm.ts';
import type { Generator } from '../../../reference/independent/primitives.ts';
import { forward, isLabelled, operandBits } from '../../kit/forward_oracle.ts';
import { int32, isCurrent } from '../../kit/oracle.ts';
import { numberParam, type OpCall, type Oracle, roundingOf, tensorOf } from '../../op.ts';
import { groupCut, isEmpty, layerCut } from './raw_oracle.ts';
import { throughViews } from './view_oracle.ts';

function normKernel(
  g: Generator,
  cut: Cut,
  perElement: boolean,
  eps: number,
  mode: 'HALF_AWAY' | 'SR_HALF_AWAY',
): Kernel {
  return ([x, gamma, beta]) => {
    if (x === undefined || gamma === undefined || beta === undefined) return undefined;
    if (x.format === 'FLOAT32') {
      const values = normalised({ values: x.numbers }, cut, eps);
      const numbers = values.map((v, i) => {
        const at = cut.gammaAt[i]!;
        return plus(times(gamma.numbers[at]!, v), beta.numbers[at]!);
      });
      return { ...x, numbers };
    }
    if (!isLabelled(x, gamma, beta)) return undefined;
    if (isEmpty(cut)) return { ...x, numbers: [], scale: 1 };
    if (cut.size >= 2 ** (32 - x.bits)) return undefined;
    for (let block = 0; block < cut.blocks; block++) {
      const own = x.numbers.slice(block * cut.size, (block + 1) * cut.size);
      own.reduce((sum, q) => int32(sum + q), 0);
    }
    const affine = {
      gamma: { values: gamma.numbers, scale: gamma.scale },
      beta: { values: beta.numbers, scale: beta.scale },
      perElement,
      form: 'seed_rescale' as const,
    };
    const operand = { values: x.numbers, scale: x.scale };
    const raw = rawForward(g, operand, affine, cut, eps, operandBits, mode);
    return raw && { ...x, numbers: raw.sums.map(int32), scale: raw.scale };
  };
}

function normForwardOracle(cutOf: (call: OpCall) => Cut | undefined, perElement: boolean): Oracle {
  return (call, contract, g) => {
    const cut = cutOf(call);
    const [gamma, beta] = [tensorOf(call, 'gamma'), tensorOf(call, 'beta')];
    // γ fits no block, or x cannot be cut
    if (cut === undefined && isCurrent(contract)) return 'refused';
    if (cut === undefined || `${gamma.shape}` !== `${beta.shape}`) return undefined;
    const mode = roundingOf(call, 'rounding');
    const kernel = normKernel(g, cut, perElement, numberParam(call, 'eps'), mode);
    return forward(call, contract, g, ['x', 'gamma', 'beta'], kernel, true);
  };
}

export const layerNormForwardOracle = throughViews(
  normForwardOracle((call) => layerCut(tensorOf(call, 'x'), tensorOf(call, 'gamma')), true),
);

export const groupNormForwardOracle = normForwardOracle(
  (call) => groupCut(tensorOf(call, 'x'), tensorOf(call, 'gamma'), numberParam(call, 'groups')),
  false,
);
