/** Runs the ops and contracts of `goldvec mutate` on two worker threads, the biggest first. */

import { moduleBeside, newThread } from '../../../conformance/backends/worker_link.ts';
import type { FileRecord } from '../../../goldgen/mutation/record.ts';

export interface Job {
  /** vector file below the vector folder */
  readonly path: string;
  readonly op: string;
  readonly contract: string;
  readonly cases: number;
  /** hash of the cases */
  readonly vectors: string;
  /** hash of reference, engine and op record */
  readonly base: string;
  /** the same with the catalogue and the cases; stored in the record */
  readonly stamp: string;
}

export interface JobAnswer {
  readonly record: FileRecord;
  /** `ok` cases that the sentinel survives */
  readonly escaped: readonly string[];
}

const module = moduleBeside(import.meta.url, 'worker');
const threads = 2;

/** Works through the queue on one thread; ends the thread when the queue is empty. */
function work(queue: Job[], useCache: boolean, done: (answer: JobAnswer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = newThread(module, { useCache });
    let current: Job | undefined;
    const next = (): void => {
      current = queue.shift();
      if (current === undefined) void worker.terminate().then(() => resolve());
      else worker.postMessage(current);
    };
    worker.on('message', (answer: JobAnswer) => {
      done(answer);
      next();
    });
    worker.on('error', (error) => {
      reject(
        new Error(`${current?.contract ?? 'start'}/${current?.op}: ${error.message}`, {
          cause: error,
        }),
      );
    });
    next();
  });
}

/** The answers to all jobs, in no particular order; `done` sees each as it comes. */
export async function runJobs(
  jobs: readonly Job[],
  useCache: boolean,
  done: (answer: JobAnswer) => void,
): Promise<void> {
  const queue = [...jobs].sort((a, b) => b.cases - a.cases || (a.path < b.path ? -1 : 1));
  const count = Math.min(threads, queue.length);
  await Promise.all(Array.from({ length: count }, () => work(queue, useCache, done)));
}
