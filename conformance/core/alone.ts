/** One case asked of a backend that was just started: does its answer depend on the calls before? */

import type { RunReply } from '../../schema/format/types.ts';
import type { Backend } from '../backends/backend.ts';
import { driveBackend } from './drive.ts';
import type { Evidence, Failure } from './evidence.ts';

/** How a case that failed is answered when nothing was asked before it: right, as in the run, or in another way. */
export type AnswerAlone = 'right' | 'same' | 'other';

function isSame(a: RunReply, b: RunReply): boolean {
  const said = ({ status, rng, outputs = {} }: RunReply): string =>
    JSON.stringify([status, rng, outputs], (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    );
  return said(a) === said(b);
}

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
  return isSame(again, reply) ? 'same' : 'other';
}
