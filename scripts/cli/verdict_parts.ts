/** What a run needs from the reference: answers to cases that overflow, and the diagnosis of a backend. */

import type { DiagnosisEvent } from '../../conformance/core/events.ts';
import type { Evidence } from '../../conformance/core/evidence.ts';
import type { WrappedAnswer } from '../../conformance/core/overflow_policy.ts';
import { diagnose } from '../../conformance/diagnosis/diagnose.ts';
import type { Replayer } from '../../conformance/diagnosis/hypothesis.ts';
import { findOp } from '../../goldgen/registry.ts';
import { wrappedOutputs } from '../../goldgen/wrapped.ts';
import type { ContractId } from '../../reference/contracts.ts';

/** The generator's answer to cases that overflow; no verdict depends on the diagnosis. */
export const wrappedAnswer: WrappedAnswer = ({ op, contract, vector }) => {
  const def = findOp(op);
  return def === undefined ? undefined : wrappedOutputs(def, contract as ContractId, vector);
};

/** The diagnosis of one backend, which an interruption ends. */
export async function diagnosed(
  evidence: Evidence,
  replayer: Replayer,
  signal: AbortSignal,
): Promise<DiagnosisEvent | undefined> {
  const pause = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  };
  try {
    return await diagnose(evidence, replayer, pause);
  } catch (cause) {
    if (signal.aborted) return undefined;
    throw cause;
  }
}
