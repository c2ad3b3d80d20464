/**
 * What the reference answers as a backend. It hands nothing over before an op has ended, so a refused call leaves
 * every buffer as it was.
 */

import { defaultMaxPayload } from '../conformance/core/frame.ts';
import { checkCall, observe, poisons } from '../goldgen/case.ts';
import { contractsOf } from '../goldgen/op.ts';
import { findOp, ops } from '../goldgen/registry.ts';
import { type ContractId, contractIds } from '../reference/contracts.ts';
import type { OverflowLog } from '../reference/num/overflow.ts';
import { newNumerics } from '../reference/primitives.ts';
import { GoldError } from '../schema/format/errors.ts';
import {
  type HelloReply,
  protocolVersion,
  type RunReply,
  type RunRequest,
  type WireObserved,
} from '../schema/format/types.ts';
import { misfitOfCall } from './call_fits.ts';

export const referenceHello: HelloReply = {
  verb: 'hello',
  protocol: protocolVersion,
  name: 'goldvec reference',
  version: '1',
  toolchain: `node ${process.versions.node}`,
  capabilities: ['canary', 'overflow', 'poison'],
  ops: ops.map(({ name }) => name),
  contracts: [...contractIds],
  max_frame: 16 * defaultMaxPayload,
};

function observedOf({ accumulate, multiply, cast }: OverflowLog): WireObserved {
  const counts = { accumulate: accumulate.count, multiply: multiply.count, cast: cast.count };
  return { ...counts, where: '' };
}

/** Answers one request; what is wrong with a call, and undefined behaviour, is the status `error` with a text. */
export function referenceReply(request: RunRequest): RunReply {
  const { seq, op: name, contract, params, inputs, targets, rng } = request;
  const reply = { verb: 'run', seq, canary: 'intact' } as const;
  const op = findOp(name);
  if (op === undefined || !(contractsOf(op) as readonly string[]).includes(contract)) {
    return { ...reply, status: 'unsupported', message: `no op ${name} under ${contract}` };
  }
  const call = { params, inputs, targets, rng };
  try {
    checkCall(call, name);
    const misfit = misfitOfCall(name, contract, call);
    if (misfit !== undefined) return { ...reply, status: 'error', message: misfit };
    const n = newNumerics(contract as ContractId, { rngState: rng });
    const { refusal, outputs, rng: after, overflow } = observe(op, n, call, name, poisons.first);
    if (refusal !== undefined) {
      return { ...reply, status: 'refused', message: refusal.message, poison: 'untouched' };
    }
    return { ...reply, status: 'ok', outputs, rng: after, observed: observedOf(overflow) };
  } catch (error) {
    if (!(error instanceof GoldError)) throw error;
    const where = error.path === undefined ? '' : ` (${error.path})`;
    return { ...reply, status: 'error', message: `${error.message}${where}` };
  }
}
