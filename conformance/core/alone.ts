/** One case asked of a backend that was just started: does its answer depend on the calls before? */

import { isDeepStrictEqual } from 'node:util';
import type { RunReply, WireTensor } from '../../schema/format/types.ts';
import type { Backend } from '../backends/backend.ts';
import { driveBackend } from './drive.ts';
import type { AnswerAlone, Evidence, Failure } from './evidence.ts';

function isSame(a: RunReply, b: RunReply): boolean {
  const names = (reply: RunReply): string[] => Object.keys(reply.outputs ?? {}).sort();
  if (a.status !== b.status || a.rng !== b.rng || `${names(a)}` !== `${names(b)}`) return false;
  return names(a).every((name) => {
    const [{ data, ...record }, { data: again, ...recordAgain }] = [own(a, name), own(b, name)];
    return isDeepStrictEqual(record, recordAgain) && Buffer.compare(data, again) === 0;
  });
}

const own = ({ outputs = {} }: RunReply, name: string): WireTensor => outputs[name]!;

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
