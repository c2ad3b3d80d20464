/** Oracle of rounding and of rescaled seeds (S16–S20). */

import { rescaledSeed, roundMode } from '../../../reference/independent/primitives.ts';
import { filled, numbersOf } from '../../kit/oracle.ts';
import { numberParam, type Oracle, roundingOf, tensorOf } from '../../op.ts';

export const roundOracle: Oracle = (call, _contract, g) => {
  const mode = roundingOf(call, 'rounding');
  const codes = numbersOf(tensorOf(call, 'x')).map((x) => roundMode(g, x, mode));
  return { y: filled(tensorOf(call, 'y'), codes) };
};

export const seedRescaleOracle: Oracle = (call, given, g) => {
  const contract = call.params.guard === 'off' ? { ...given, seedGuard: false } : given;
  const [sp, sa] = [numberParam(call, 'sp'), numberParam(call, 'sa')];
  const codes: number[] = [];
  for (const q of numbersOf(tensorOf(call, 'q'))) {
    const seed = rescaledSeed(g, q, sp, sa, roundingOf(call, 'rounding'), contract);
    if (seed === undefined) return 'refused';
    codes.push(seed);
  }
  return { y: filled(tensorOf(call, 'y'), codes) };
};
