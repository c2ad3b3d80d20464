/** Oracle of rounding and of rescaled seeds (S16–S20). */

import { rescaledSeed, roundMode } from '../../../reference/independent/primitives.ts';
import { filled, numbersOf } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

export const roundOracle: Oracle = (call, _contract, g) => {
  const mode = call.rounding('rounding');
  const codes = numbersOf(call.tensor('x')).map((x) => roundMode(g, x, mode));
  return { y: filled(call.tensor('y'), codes) };
};

export const seedRescaleOracle: Oracle = (call, given, g) => {
  const contract = call.params.guard === 'off' ? { ...given, seedGuard: false } : given;
  const [sp, sa] = [call.number('sp'), call.number('sa')];
  const codes: number[] = [];
  for (const q of numbersOf(call.tensor('q'))) {
    const seed = rescaledSeed(g, q, sp, sa, call.rounding('rounding'), contract);
    if (seed === undefined) return 'refused';
    codes.push(seed);
  }
  return { y: filled(call.tensor('y'), codes) };
};
