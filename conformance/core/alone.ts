/** One case asked of a backend that was just started: does its answer depend on the calls before? */

import type { Backend } from '../backends/backend.ts';
import { driveBackend } from './drive.ts';
import type { AnswerAlone, Evidence, Failure } from './evidence.ts';

/** The answer to a failed case alone; undefined where the backend gave no verdict. */
export async function answerAlone(
  backend: Backend,
  { test, reply }: Failure,
  signal: AbortSignal,
  now: () => number,
): Promise<AnswerAlone | undefined> {
  let found: Evidence | undefined;
  const { totals } = await driveBackend(backend, [test], {
    giveUpAfter: 1,
    signal,
    emit: () => undefined,
    onEvidence: (evidence) => {
      found = evidence;
    },
    now,
  });
  if (totals.pass > 0) return 'right';
  const again = found?.failures[0]?.reply;
  if (totals.fail === 0 || again === undefined || reply === undefined) return undefined;
  // outputs alone may differ because something beside an operand was read
  const statuses = [test.vector.expected.status, again.status, reply.status];
  const isOther = statuses.every((status) => status === 'ok') && again.rng !== reply.rng;
  return isOther ? 'other' : 'same';
}
