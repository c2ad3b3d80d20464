/**
 * Damaged replies: each is refused as a message, or gets a verdict; one that says something else than the right
 * answer never passes.
 */

import { sampleFile } from '../../conformance/backends/fakes/sample.ts';
import { decodeReply } from '../../conformance/backends/framed.ts';
import { frameTypes } from '../../conformance/core/frame.ts';
import { judge } from '../../conformance/core/judge.ts';
import { casesOf, type TestCase } from '../../conformance/core/load.ts';
import { requestOf } from '../../conformance/core/request.ts';
import { encode } from '../../schema/format/codec.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { toJson } from '../../schema/format/json.ts';
import type { RunReply } from '../../schema/format/types.ts';
import { mutated, newRandom } from './mutations.ts';
import { newCounter, type Tally } from './tally.ts';

const capabilities = ['canary', 'overflow', 'poison'];

export function rightReplyOf({ vector }: TestCase, seq: number): RunReply {
  const { status, outputs = {}, rng = 1, overflow } = vector.expected;
  const base = { verb: 'run', seq, canary: 'intact' } as const;
  if (status === 'refused')
    return { ...base, status: 'refused', message: 'no', poison: 'untouched' };
  const { accumulate, multiply, cast } = overflow;
  const counts = { accumulate: accumulate.count, multiply: multiply.count, cast: cast.count };
  return { ...base, status: 'ok', outputs, rng, observed: { ...counts, where: '' } };
}

/** What of a reply must be right, as text. */
function substance({ status, outputs, rng, canary, poison }: RunReply, isRefused: boolean): string {
  const answer = isRefused ? {} : { outputs, rng };
  return JSON.stringify(toJson({ status, canary, poison, ...answer }));
}

function problemOf(test: TestCase, right: RunReply, payload: Uint8Array): string | undefined {
  let reply: RunReply;
  try {
    reply = decodeReply({ type: frameTypes.reply, payload }) as RunReply;
  } catch (error) {
    const isCoded = error instanceof GoldError && error.code === 'backend-protocol';
    return isCoded ? undefined : `not refused but thrown: ${error}`;
  }
  if (reply.verb !== 'run' || reply.seq !== right.seq) return undefined;
  try {
    const { verdict } = judge(test.vector, requestOf(test, right.seq), reply, capabilities);
    const { status } = test.vector.expected;
    const isOther =
      substance(reply, status === 'refused') !== substance(right, status === 'refused');
    // the outputs of an overflow are not defined
    const mayDiffer = status === 'overflow' && reply.status === 'ok' && reply.canary === 'intact';
    return verdict === 'pass' && isOther && !mayDiffer ? 'passed with another answer' : undefined;
  } catch (error) {
    return `no verdict but ${error}`;
  }
}

export function tryReplies(count: number, seed: number): Tally {
  const counter = newCounter('mutated replies');
  const random = newRandom(seed);
  const rows = casesOf(sampleFile()).map((test, i) => {
    const right = rightReplyOf(test, i + 1);
    return { test, right, bytes: encode(right) };
  });
  for (const { test, right } of rows) {
    const { verdict } = judge(test.vector, requestOf(test, right.seq), right, capabilities);
    counter.add(`the right reply to ${test.id}`, verdict === 'pass' ? undefined : verdict);
  }
  for (let i = 0; i < count; i++) {
    const { test, right, bytes } = rows[i % rows.length]!;
    counter.add(`${test.id} #${i}`, problemOf(test, right, mutated(bytes, random)));
  }
  return counter.tally();
}
