/**
 * The diagnosis in a thread of its own: a replay takes as long as it takes, and meanwhile this thread hears signals
 * and can end the other one.
 */

import type { Worker } from 'node:worker_threads';
import { moduleBeside, newThread } from '../../conformance/backends/worker_link.ts';
import type { DiagnosisEvent } from '../../conformance/core/events.ts';
import type { Evidence } from '../../conformance/core/evidence.ts';

export interface DiagnosisThread {
  /** What is wrong with a backend; nothing where the signal ends it. One at a time. */
  diagnose(evidence: Evidence): Promise<DiagnosisEvent | undefined>;
  end(): Promise<void>;
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
    if (signal.aborted) return Promise.resolve(undefined);
    worker ??= newThread(moduleBeside(import.meta.url, 'diagnosis_worker'));
    const thread = worker;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => void end().then(() => resolve(undefined));
      const settle = (): void => {
        signal.removeEventListener('abort', onAbort);
        thread.removeAllListeners();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      thread.once('message', (event: DiagnosisEvent | null) => {
        settle();
        resolve(event ?? undefined);
      });
      thread.once('error', (error) => {
        settle();
        worker = undefined;
        reject(error);
      });
      thread.postMessage(evidence);
    });
  }

  return { diagnose, end };
}
