/** The request of a case, and whether a backend can be asked it. */

import { encode } from '../../schema/format/codec.ts';
import { payloadBytesOf } from '../../schema/format/tensor.ts';
import type { HelloReply, RunRequest, WireCase } from '../../schema/format/types.ts';
import type { SkipReason } from './events.ts';
import type { TestCase } from './load.ts';

/** Frame overhead per tensor besides its payload, generously. */
const recordBytes = 160;

/** The request of a case: exactly what a backend may know, nothing expected. */
export function requestOf(
  test: Pick<TestCase, 'contract' | 'op' | 'vector'>,
  seq: number,
): RunRequest {
  const { params, inputs, targets, rng } = test.vector;
  const { contract, op } = test;
  return { verb: 'run', seq, contract, op, params, inputs, targets, rng };
}

function fits(request: RunRequest, maxFrame: number): boolean {
  const inputs = Object.values(request.inputs);
  const targets = Object.values(request.targets);
  const reply = [...inputs, ...targets].reduce((n, t) => n + payloadBytesOf(t) + recordBytes, 256);
  const isSurelySmall = reply + 1024 < maxFrame;
  return isSurelySmall || (reply <= maxFrame && encode(request).length <= maxFrame);
}

/** Why the backend cannot be asked the case, as far as its call and answer have no part in it. */
export function unofferedReason(test: TestCase, hello: HelloReply): SkipReason | undefined {
  if (!hello.contracts.includes(test.contract)) return 'unsupported-contract';
  if (!hello.ops.includes(test.op)) return 'unsupported-op';
  const isSensitive = test.isLibmSensitive === true && hello.capabilities.includes('platform_libm');
  return isSensitive ? 'libm-sensitive' : undefined;
}

/** Why the backend cannot be asked the case, if so. */
export function skipReason(
  test: TestCase,
  hello: HelloReply,
  request: RunRequest,
): SkipReason | undefined {
  const reason = unofferedReason(test, hello);
  if (reason !== undefined) return reason;
  const { expected }: WireCase = test.vector;
  const observes = hello.capabilities.includes('overflow');
  if (expected.status === 'overflow' && !observes) return 'overflow-unobservable';
  return fits(request, hello.max_frame) ? undefined : 'frame-too-large';
}
