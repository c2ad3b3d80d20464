/** What the oracles of backwards share. */

import type { Stored } from '../../reference/independent/conversion.ts';
import type { Tensor } from '../../reference/tensor.ts';
import type { OpCall, Oracle } from '../op.ts';
import { isIdentity, isKnownWidth, storedOf } from './oracle.ts';

export type Result = Tensor | 'refused' | undefined;

export function formatOf(call: OpCall, name: string): 'FLOAT32' | 'SYM_INT32' {
  return call.word(name) === 'ARITH_FLOAT32' ? 'FLOAT32' : 'SYM_INT32';
}

/** Whether every tensor is dense, in a format and width the oracle knows. */
export function areKnown(tensors: readonly Tensor[]): boolean {
  return tensors.every(
    (t) => t.dtype !== 'INT32' && isKnownWidth(t) && isIdentity(t) && t.data.length > 0,
  );
}

export function storedAll(...tensors: readonly Tensor[]): Stored[] {
  return tensors.flatMap((t) => storedOf(t) ?? []);
}

/** Runs the parts of a backward in their order; the first that has no tensor is the answer. */
export function inTurn(
  parts: Readonly<Record<string, (() => Result) | undefined>>,
): ReturnType<Oracle> {
  const answer: Record<string, Tensor> = {};
  for (const [name, part] of Object.entries(parts)) {
    if (part === undefined) continue;
    const result = part();
    if (typeof result !== 'object') return result;
    answer[name] = result;
  }
  return answer;
}
