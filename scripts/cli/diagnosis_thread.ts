/**
 * The diagnosis in a thread of its own: a replay takes as long as it takes, and meanwhile this thread hears
 * signals and can end the other one.
 */

import type { Worker } from 'node:worker_threads';
import { moduleBeside, newThread } from '../../conformance/backends/worker_link.ts';
import type { DiagnosisEvent } from '../../conformance/core/events.ts';
import type { Evidence, Failure } from '../../conformance/core/evidence.ts';
import { wholeCase } from '../../conformance/core/load.ts';

export interface DiagnosisThread {
  /** What is wrong with a backend; nothing where the signal ends it. One at a time. */
  diagnose(evidence: Evidence): Promise<DiagnosisEvent | undefined>;
  end(): Promise<void>;
}

/** What the thread gets: the evidence without the function in it, which is asked for by a message. */
export interface Task {
  readonly evidence: Omit<Evidence, 'answerAlone'>;
  readonly canAsk: boolean;
}

/** What the thread sends: its answer, or a failed case to be asked alone. */
export type ThreadMessage =
  | { readonly event: DiagnosisEvent | undefined }
  | { readonly alone: Failure };

/** The evidence as it can be sent. */
function sent({ failures, passed, ...rest }: Task['evidence']): Task['evidence'] {
  return {
    ...rest,
    failures: failures.map((failure) => ({ ...failure, test: wholeCase(failure.test) })),
    passed: passed.map(wholeCase),
  };
}

/** A thread that starts with the first diagnosis, and keeps for the next what one of them made it replay. */
export function newDiagnosisThread(signal: AbortSignal): DiagnosisThread {
  let worker: Worker | undefined;

  async function end(): Promise<void> {
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  }

  function diagnose(evidence: Evidence): Promise<DiagnosisEvent | undefined> {
    const { answerAlone, ...rest } = evidence;
    if (signal.aborted || evidence.failures.length === 0) return Promise.resolve(undefined);
    worker ??= newThread(moduleBeside(import.meta.url, 'diagnosis_worker'));
    const thread = worker;
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        signal.removeEventListener('abort', onAbort);
        // by name: a worker that loses all its listeners delivers nothing any more, not even to new ones
        thread.off('message', onMessage);
        thread.off('error', onError);
      };
      const onAbort = (): void => void end().then(() => resolve(undefined));
      const onMessage = async (message: ThreadMessage): Promise<void> => {
        if ('alone' in message) {
          // a backend that cannot be asked says nothing about the case
          thread.postMessage(await answerAlone!(message.alone).catch(() => undefined));
          return;
        }
        settle();
        resolve(message.event);
      };
      const onError = (error: Error): void => {
        settle();
        worker = undefined;
        reject(error);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      thread.on('message', onMessage);
      thread.on('error', onError);
      thread.postMessage({
        evidence: sent(rest),
        canAsk: answerAlone !== undefined,
      } satisfies Task);
    });
  }

  return { diagnose, end };
}
