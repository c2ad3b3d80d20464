/** Who is held against the reference: backends, and the independent oracle. */

import type { Backend } from '../../conformance/backends/backend.ts';
import { askOracle } from '../../goldgen/case.ts';
import { findOp } from '../../goldgen/registry.ts';
import { tensorToWire } from '../../goldgen/wire.ts';
import type { ContractId } from '../../reference/contracts.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { payloadBytesOf } from '../../schema/format/tensor.ts';
import type {
  HelloReply,
  RunReply,
  RunRequest,
  WireCall,
  WireExpected,
  WireTensor,
} from '../../schema/format/types.ts';
import { draftOf, elementsOf } from './draft.ts';
import type { Answer, Asked, Subject } from './examine.ts';

export interface Stoppable extends Subject {
  stop(): Promise<void>;
}

/** Answers that never came, per op, after which the op is not put to the backend any more. */
const silentMax = 3;

/** About the bytes that a call takes on the wire. */
export function bytesOf({ inputs, targets }: WireCall): number {
  const tensors = [...Object.values(inputs), ...Object.values(targets)];
  return tensors.reduce((n, t) => n + payloadBytesOf(t) + 160, 1024);
}

/** A started backend. Errors: those of `start`. */
export async function backendSubject(
  backend: Backend,
  isLibmSensitive: (op: string) => boolean,
): Promise<Stoppable> {
  const hello: HelloReply = await backend.start();
  const usesLibm = hello.capabilities.includes('platform_libm');
  const silent = new Map<string, number>();
  let isUp = true;
  let isStopped = false;

  function declines({ op, contract, call }: Asked): string | undefined {
    if (!hello.ops.includes(op.name) || !hello.contracts.includes(contract)) return 'not offered';
    if (usesLibm && isLibmSensitive(op.name)) return 'libm-sensitive';
    if (bytesOf(call) > hello.max_frame) return 'frame-too-large';
    return (silent.get(op.name) ?? 0) >= silentMax ? 'no answer too often' : undefined;
  }

  async function ask(request: RunRequest): Promise<Answer> {
    if (isStopped) return 'it was stopped';
    try {
      if (!isUp) await backend.start();
      isUp = true;
      return await backend.run(request);
    } catch (error) {
      if (!(error instanceof GoldError)) throw error;
      isUp = false;
      silent.set(request.op, (silent.get(request.op) ?? 0) + 1);
      return error.message;
    }
  }

  /** What a lost backend has not answered is asked again one by one, so that the right call is blamed. */
  async function askAll(requests: readonly RunRequest[]): Promise<Answer[]> {
    const answers: Answer[] = isUp ? ((await backend.runAll?.(requests)) ?? []) : [];
    if (backend.runAll !== undefined && answers.length < requests.length) isUp = false;
    for (const request of requests.slice(answers.length)) answers.push(await ask(request));
    return answers;
  }

  const { capabilities } = hello;
  function stop(): Promise<void> {
    isStopped = true;
    return backend.stop();
  }
  return { id: backend.id, capabilities, mayAvoid: true, declines, ask, askAll, stop };
}

/** Exact rationals take their time, and windows a list of positions: larger calls are not put to the oracle. */
const oracleElementsMax = 4096;
const oracleParamMax = 4096;

function isLargeForOracle({ call }: Asked): boolean {
  if (bytesOf(call) > 16 * oracleElementsMax) return true;
  if (Object.values(call.params).some((v) => typeof v === 'number' && isLargeCount(v))) return true;
  return elementsOf(draftOf(call)) > oracleElementsMax;
}

/** A bit pattern of a float is no count. */
function isLargeCount(value: number): boolean {
  return value > oracleParamMax && value < 0x00800000;
}

function oracleReply(request: RunRequest, expected: WireExpected): RunReply | string {
  const { seq, op: name, contract } = request;
  const op = findOp(name)!;
  const reply = { verb: 'run', seq, canary: 'intact' } as const;
  const { verdict, rng } = askOracle(op, contract as ContractId, request);
  if (verdict === undefined) return { ...reply, status: 'unsupported' };
  if (verdict === 'refused') return { ...reply, status: 'refused' };
  if (verdict === 'overflow') {
    // what a guard says about a number that left int32 is a platform's matter
    if (expected.status !== 'ok') return { ...reply, status: 'unsupported' };
    return { ...reply, status: 'ok', outputs: {}, rng, observed: overflowed };
  }
  const outputs: Record<string, WireTensor> = {};
  for (const [output, tensor] of Object.entries(verdict)) outputs[output] = tensorToWire(tensor);
  // an output that the oracle says nothing about is not compared
  return { ...reply, status: 'ok', outputs: { ...expected.outputs, ...outputs }, rng, observed };
}

const observed = { accumulate: 0, multiply: 0, cast: 0, where: '' };
const overflowed = { ...observed, accumulate: 1 };

/** The independent implementation in exact rationals. */
export function oracleSubject(): Stoppable {
  return {
    id: 'oracle',
    capabilities: ['overflow'],
    mayAvoid: false,
    declines(asked) {
      if (asked.op.oracle === undefined) return 'no oracle';
      return isLargeForOracle(asked) ? 'too large for the oracle' : undefined;
    },
    async ask(request, expected) {
      try {
        return oracleReply(request, expected);
      } catch (error) {
        if (!(error instanceof GoldError)) throw error;
        return error.message;
      }
    },
    stop: async () => undefined,
  };
}
