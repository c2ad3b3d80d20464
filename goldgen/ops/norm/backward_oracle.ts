/** Oracle of the backwards of the norm layers (L16), current contract. */

import type { Contract } from '../../../reference/contracts.ts';
import { funnelled, type OutputMode } from '../../../reference/independent/accumulation.ts';
import type { Stored } from '../../../reference/independent/conversion.ts';
import { type Cut, dxCodes, gradients } from '../../../reference/independent/norm.ts';
import { int32 } from '../../../reference/independent/primitives.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { areKnown, formatOf, inTurn, type Result, storedAll } from '../../kit/backward_oracle.ts';
import { isCurrent } from '../../kit/layer_operands.ts';
import { filled, filledFrom } from '../../kit/oracle.ts';
import type { OpCall, Oracle } from '../../op.ts';
import { groupCut, isEmpty, isNormLabel, isStrangeLabel, layerCut } from './raw_oracle.ts';
import { throughViews } from './view_oracle.ts';

function isLabelled(contract: Contract, tensors: readonly Tensor[]): boolean {
  return tensors.every((t) => t.dtype === 'SYM_INT32' && isNormLabel(contract, t.bits));
}

/** Gradients that a contract's SYM backward takes. */
function areGradients(contract: Contract, tensors: readonly Tensor[]): boolean {
  if (contract.normGradients === 'any') return true;
  return tensors.every((t) => t.dtype === 'SYM_INT32' && t.bits <= contract.gradientBitsMax);
}

/** L16 in SYM arithmetic; the float arm adds in another order. */
function normBackwardOracle(cutOf: (call: OpCall) => Cut | undefined): Oracle {
  return (call, contract, g) => {
    const [x, dy, gamma] = [call.tensor('x'), call.tensor('dy'), call.tensor('gamma')];
    const [dx, cut] = [call.tensor('dx'), cutOf(call)];
    const [gammaGrad, betaGrad] = [call.tensor('gamma_grad'), call.tensor('beta_grad')];
    const all = [x, dy, gamma, dx, gammaGrad, betaGrad];
    if (cut === undefined) return isCurrent(contract) ? 'refused' : undefined;
    if (formatOf(call, 'arithmetic') === 'FLOAT32') return undefined;
    if (!isLabelled(contract, [x, dy, gamma, dx])) return 'refused';
    if (isEmpty(cut) && isCurrent(contract)) {
      return { gamma_grad: gammaGrad, beta_grad: betaGrad, dx: filled(dx, [], 1) };
    }
    if (!areKnown(all)) return undefined;
    if (!areGradients(contract, [gammaGrad, betaGrad])) return 'refused';
    const [sx, sdy, sg] = storedAll(x, dy, gamma) as [Stored, Stored, Stored];
    if (isStrangeLabel(x, contract)) return undefined;
    if (x.bits < 1 || x.bits > 16 || cut.size >= 2 ** (32 - x.bits)) return 'refused';
    for (let block = 0; block < cut.blocks; block++) {
      const own = sx.numbers.slice(block * cut.size, (block + 1) * cut.size);
      own.reduce((sum, q) => int32(sum + q), 0);
    }
    const operand = ({ numbers, scale }: Stored) => ({ values: numbers, scale });
    const eps = call.number('eps');
    const found = gradients(operand(sx), operand(sdy), operand(sg), cut, eps);
    // a maximum that takes NaN is told by the reference alone
    if (!found.dx.every(Number.isFinite)) return undefined;
    const pushed = (mode: string, values: readonly number[], target: Tensor): Result => {
      const moded = contract.backward === 'funnel';
      const word = moded ? (call.word(mode) as OutputMode) : 'OUT_ACC_DYNAMIC_RESCALE';
      if (word === 'OUT_WRITE') return 'refused';
      const increment: Stored = { ...sx, format: 'FLOAT32', numbers: values, bits: 0 };
      const push = { format: 'FLOAT32', rounding: 'HALF_AWAY', mode: word } as const;
      const [record] = storedAll(target);
      const result = funnelled(g, [increment], push, ([v]) => v, record!, contract);
      return result === undefined ? 'refused' : filledFrom(target, result);
    };
    return inTurn({
      gamma_grad: () => pushed('gamma_mode', found.dGamma, gammaGrad),
      beta_grad: () => pushed('beta_mode', found.dBeta, betaGrad),
      dx: () => {
        const { codes, scale } = dxCodes(g, found.dx, dx.bits, dx.rounding);
        return filled(dx, codes, scale);
      },
    });
  };
}

export const layerNormBackwardOracle = throughViews(
  normBackwardOracle((call) => layerCut(call.tensor('x'), call.tensor('gamma'))),
);

export const groupNormBackwardOracle = normBackwardOracle((call) =>
  groupCut(call.tensor('x'), call.tensor('gamma'), call.number('groups')),
);
