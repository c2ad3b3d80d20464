/** Oracle of exp, log and Softmax (L27, L28). */

import { exactExpBits, exactLogBits } from '../../../reference/independent/exp_log.ts';
import { softmax, softmaxGradient } from '../../../reference/independent/softmax.ts';
import { float32FromBits, float32ToBits } from '../../../reference/num/float32.ts';
import { areReadable, filled, valuesOf, written, writtenBy } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

function transcendentalOracle(f: (bits: number) => number): Oracle {
  return (call) => {
    const x = call.tensor('x');
    const values = valuesOf(x).map((v) => float32FromBits(f(float32ToBits(v))));
    return { y: filled(call.tensor('y'), values) };
  };
}

export const expOracle = transcendentalOracle(exactExpBits);

export const logOracle = transcendentalOracle(exactLogBits);

export const softmaxForwardOracle: Oracle = (call, contract, g) => {
  const [x, y] = [call.tensor('x'), call.tensor('y')];
  const early = contract.softmax === 'raw_logits';
  if (early && (x.dtype === 'ASYM' || y.dtype === 'ASYM')) return 'refused';
  if (contract.symCells === 'absent' && (x.dtype === 'SYM' || y.dtype === 'SYM')) return 'refused';
  if (!areReadable(contract, [x])) return 'refused';
  const logits = valuesOf(x);
  if (!logits.every(Number.isFinite)) return undefined;
  const stabilised = !early || (x.dtype === 'FLOAT32' && y.dtype === 'FLOAT32');
  const result = writtenBy(g, contract, softmax(logits, stabilised), y, 'HALF_AWAY');
  return typeof result === 'object' ? { y: result } : result;
};

export const softmaxBackwardOracle: Oracle = (call, contract, g) => {
  const dx = call.tensor('dx');
  const values = softmaxGradient(valuesOf(call.tensor('x')), valuesOf(call.tensor('dy')));
  const result = written(g, contract, values, dx);
  return typeof result === 'object' ? { dx: result } : result;
};
