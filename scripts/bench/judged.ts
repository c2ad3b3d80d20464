/** Cases through a started backend with a verdict on each, as work of a contender. */

import type { Backend } from '../../conformance/backends/backend.ts';
import { driveBackend } from '../../conformance/core/drive.ts';
import { loadCorpus, type TestCase } from '../../conformance/core/load.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { HelloReply, WireCase } from '../../schema/format/types.ts';

function payloadSize({ inputs }: WireCase): number {
  return Object.values(inputs).reduce((sum, { data }) => sum + data.length, 0);
}

/** The smallest ordinary case that the backend offers, the first of them. */
export function smallestCase(dir: string, { contracts, ops }: HelloReply): TestCase {
  const { cases } = loadCorpus(
    dir,
    ({ contract, op }) => contracts.includes(contract) && ops.includes(op),
  );
  let smallest: TestCase | undefined;
  let bytes = Number.POSITIVE_INFINITY;
  for (const test of cases) {
    // decoded anew each time that it is read
    const { vector } = test;
    const size = payloadSize(vector);
    if (vector.expected.status !== 'ok' || size >= bytes) continue;
    [smallest, bytes] = [test, size];
  }
  if (smallest !== undefined) return smallest;
  throw new GoldError('selection-empty', 'the backend offers no op of the vectors');
}

/** A verdict on each case, by a backend that stays up. Errors: internal, where a case does not pass. */
export async function judgeAll(
  backend: Backend,
  hello: HelloReply,
  cases: readonly TestCase[],
): Promise<void> {
  const kept: Backend = {
    ...backend,
    start: () => Promise.resolve(hello),
    stop: () => Promise.resolve(),
  };
  const { totals } = await driveBackend(kept, cases, {
    giveUpAfter: 1,
    signal: new AbortController().signal,
    emit: () => undefined,
    now: () => performance.now(),
  });
  if (totals.pass === cases.length) return;
  throw new GoldError('internal', `${backend.id} does not pass ${cases[0]!.id}`);
}
