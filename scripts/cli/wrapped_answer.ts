/** What a run needs from the generator: answers to cases that overflow. */

import type { TestCase } from '../../conformance/core/load.ts';
import {
  type OverflowPolicy,
  type WrappedAnswer,
  withOverflowPolicy,
} from '../../conformance/core/overflow_policy.ts';
import type { ContractId } from '../../reference/contracts.ts';

/** The generator's answer to cases that overflow; no verdict depends on the diagnosis. */
async function wrappedAnswers(): Promise<WrappedAnswer> {
  const { findOp } = await import('../../goldgen/registry.ts');
  const { wrappedOutputs } = await import('../../goldgen/wrapped.ts');
  return ({ op, contract, vector }) => {
    const def = findOp(op);
    return def === undefined ? undefined : wrappedOutputs(def, contract as ContractId, vector);
  };
}

/** The cases as the policy wants them judged. The generator is loaded only where a policy asks it. */
export async function underPolicy(
  cases: readonly TestCase[],
  policy: OverflowPolicy,
): Promise<readonly TestCase[]> {
  if (policy === 'flag') return cases;
  const wrapped: WrappedAnswer = policy === 'wrap' ? await wrappedAnswers() : () => undefined;
  return withOverflowPolicy(cases, policy, wrapped);
}
