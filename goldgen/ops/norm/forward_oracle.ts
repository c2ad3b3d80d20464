/** Oracle of the forwards of the norm layers (L15, L17), current contract. */

import type { Contract } from '../../../reference/contracts.ts';
import type { Kernel } from '../../../reference/independent/accumulation.ts';
import { plus, times } from '../../../reference/independent/float32.ts';
import { type Cut, normalised, rawForward } from '../../../reference/independent/norm.ts';
import { type Generator, int32 } from '../../../reference/independent/primitives.ts';
import { forward } from '../../kit/forward_oracle.ts';
import { isCurrent } from '../../kit/layer_operands.ts';

import type { OpCall, Oracle } from '../../op.ts';
import { groupCut, isEmpty, isNormLabel, isStrangeLabel, layerCut } from './raw_oracle.ts';
import { throughViews } from './view_oracle.ts';

/** The record that the normalised mantissas take: the raw wire's, or that of the scratch. */
interface NormRecord {
  readonly bits: number;
  readonly mode: 'HALF_AWAY' | 'SR_HALF_AWAY';
}

function normKernel(
  g: Generator,
  contract: Contract,
  cut: Cut,
  perElement: boolean,
  eps: number,
  { bits, mode }: NormRecord,
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
    const labels = [x.bits, gamma.bits, beta.bits, bits];
    if (!labels.every((label) => isNormLabel(contract, label))) return undefined;
    if (isEmpty(cut) && contract.emptyNorm === 'returns') return { ...x, numbers: [], scale: 1 };
    if (x.bits < 1 || x.bits > 16 || cut.size >= 2 ** (32 - x.bits)) return undefined;
    for (let block = 0; block < cut.blocks; block++) {
      const own = x.numbers.slice(block * cut.size, (block + 1) * cut.size);
      own.reduce((sum, q) => int32(sum + q), 0);
    }
    const affine = {
      gamma: { values: gamma.numbers, scale: gamma.scale },
      beta: { values: beta.numbers, scale: beta.scale },
      perElement,
    };
    const operand = { values: x.numbers, scale: x.scale };
    const raw = rawForward(g, operand, affine, cut, eps, bits, mode, contract);
    return raw && { ...x, numbers: raw.sums, scale: raw.scale };
  };
}

function normForwardOracle(cutOf: (call: OpCall) => Cut | undefined, perElement: boolean): Oracle {
  return (call, contract, g) => {
    const cut = cutOf(call);
    const [x, gamma, beta] = [call.tensor('x'), call.tensor('gamma'), call.tensor('beta')];
    // γ fits no block, or x cannot be cut
    if (cut === undefined && isCurrent(contract)) return 'refused';
    if (cut === undefined || `${gamma.shape}` !== `${beta.shape}`) return undefined;
    if (isStrangeLabel(x, contract)) return undefined;
    const mode = call.rounding('rounding');
    const y = call.tensor('y');
    const raw = contract.producers === 'raw';
    const bits = raw ? y.bits : contract.operandBits;
    // a raw wire is written by its own mode
    const owner = raw ? y.rounding : mode;
    const eps = call.number('eps');
    const kernel = normKernel(g, contract, cut, perElement, eps, { bits, mode: owner });
    return forward(call, contract, g, ['x', 'gamma', 'beta'], kernel, true);
  };
}

export const layerNormForwardOracle = throughViews(
  normForwardOracle((call) => layerCut(call.tensor('x'), call.tensor('gamma')), true),
);

export const groupNormForwardOracle = normForwardOracle(
  (call) => groupCut(call.tensor('x'), call.tensor('gamma'), call.number('groups')),
  false,
);
