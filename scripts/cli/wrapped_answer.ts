/** What a run needs from the generator: answers to cases that overflow. */

import type { WrappedAnswer } from '../../conformance/core/overflow_policy.ts';
import { findOp } from '../../goldgen/registry.ts';
import { wrappedOutputs } from '../../goldgen/wrapped.ts';
import type { ContractId } from '../../reference/contracts.ts';

/** The generator's answer to cases that overflow; no verdict depends on the diagnosis. */
export const wrappedAnswer: WrappedAnswer = ({ op, contract, vector }) => {
  const def = findOp(op);
  return def === undefined ? undefined : wrappedOutputs(def, contract as ContractId, vector);
};
