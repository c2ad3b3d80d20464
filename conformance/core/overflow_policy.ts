/**
 * What a backend promises about int32 overflow and float→int casts out of range, and what that asks of it in
 * the cases where they happen:
 *
 * - `flag`: nothing. C leaves the result undefined; only observed flags are compared, and the canonical answer
 *   where none is observed.
 * - `wrap`: sums and products are those of two's complement, so outputs are compared. A cast out of range has
 *   no wrapped value; cases in which one happens are compared as under `flag`.
 * - `refuse`: the case is refused, like any other that the guards catch.
 */

import type { WireExpected } from '../../schema/format/types.ts';
import { type TestCase, wholeCase } from './load.ts';

export const overflowPolicies = ['flag', 'wrap', 'refuse'] as const;
export type OverflowPolicy = (typeof overflowPolicies)[number];

/** Outputs and generator state of a case under wrapping arithmetic; undefined where it has none. */
export type WrappedAnswer = (
  test: TestCase,
) => Required<Pick<WireExpected, 'outputs' | 'rng'>> | undefined;

/** The refusal code of a case that is refused because of the policy. */
export const overflowRefusal = 'overflow';

const silent = { when: 'never', count: 0 } as const;
const noOverflow = { accumulate: silent, multiply: silent, cast: silent };

function expectedUnder(
  policy: OverflowPolicy,
  test: TestCase,
  wrapped: WrappedAnswer,
): WireExpected {
  const { expected } = test.vector;
  if (expected.status !== 'overflow' || policy === 'flag') return expected;
  if (policy === 'refuse') {
    return { status: 'refused', refusal: overflowRefusal, overflow: noOverflow };
  }
  const { cast } = expected.overflow;
  if (cast.when !== 'never' || cast.count > 0) return expected;
  const answer = test.canonical ?? wrapped(test);
  return answer === undefined ? expected : { ...expected, status: 'ok', ...answer };
}

/** The cases as the policy wants them judged. */
export function withOverflowPolicy(
  cases: readonly TestCase[],
  policy: OverflowPolicy,
  wrapped: WrappedAnswer,
): TestCase[] {
  return cases.map((test) => {
    const expected = expectedUnder(policy, test, wrapped);
    return expected === test.vector.expected
      ? test
      : { ...wholeCase(test), vector: { ...test.vector, expected } };
  });
}
