/**
 * What two's-complement sums and products give in a case that overflows int32. The vectors record only that
 * it happens; a backend that promises to wrap is held against this answer.
 */

import type { ContractId } from '../reference/contracts.ts';
import { newNumerics } from '../reference/primitives.ts';
import { Refusal } from '../reference/refusal.ts';
import type { WireCall, WireTensor } from '../schema/format/types.ts';
import { poisons } from './case.ts';
import type { OpDef } from './op.ts';
import { tensorToWire, wireToCall } from './wire.ts';

export interface WrappedOutputs {
  readonly outputs: Readonly<Record<string, WireTensor>>;
  readonly rng: number;
}

/** Undefined where a wrapped value leads into a refusal. */
export function wrappedOutputs(
  op: OpDef,
  contract: ContractId,
  wire: WireCall,
): WrappedOutputs | undefined {
  const n = newNumerics(contract, { rngState: wire.rng });
  const call = wireToCall(op, wire, poisons.first);
  try {
    op.run(n, call);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
  const outputs: Record<string, WireTensor> = {};
  for (const [name, tensor] of Object.entries(call.tensors)) {
    if (op.tensors[name]?.role !== 'in') outputs[name] = tensorToWire(tensor);
  }
  return { outputs, rng: n.rng.state };
}
