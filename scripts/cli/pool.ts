/** Jobs on worker threads: each thread takes the next job of the queue when it has answered the last one. */

import { parentPort, type Worker } from 'node:worker_threads';
import { keepCode } from '../../conformance/backends/keep_code.ts';
import { thrownText } from '../../conformance/backends/link.ts';
import { newThread } from '../../conformance/backends/worker_link.ts';
import { GoldError, type GoldErrorCode } from '../../schema/format/errors.ts';

/** An error on its way between threads, which would lose its class and its fields. */
interface Failure {
  readonly code: GoldErrorCode;
  readonly message: string;
  readonly path: string | undefined;
  readonly hint: string | undefined;
}

type Reply<Answer> = { readonly answer: Answer } | { readonly failure: Failure };

export interface Pool<Job, Answer> {
  /** what the threads run; it calls `serveJobs` */
  readonly module: URL;
  /** what the module finds as `workerData.extra` */
  readonly extra?: unknown;
  /** at most so many threads */
  readonly threads: number;
  /** in the order in which they are begun: long ones first */
  readonly jobs: readonly Job[];
  /** names a job in the error of a thread that ends */
  readonly nameOf: (job: Job) => string;
  readonly done: (answer: Answer, job: Job) => void;
}

function failureOf(error: unknown): Failure {
  if (error instanceof GoldError) {
    const { code, message, path, hint } = error;
    return { code, message, path, hint };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'internal', message, path: undefined, hint: undefined };
}

function errorOf({ code, message, path, hint }: Failure): GoldError {
  const details = {
    ...(path === undefined ? {} : { path }),
    ...(hint === undefined ? {} : { hint }),
  };
  return new GoldError(code, message, details);
}

/** In a thread: answers every job that comes. */
export function serveJobs<Job, Answer>(run: (job: Job) => Answer): void {
  parentPort!.on('message', (job: Job) => {
    const send = (reply: Reply<Answer>): void => parentPort!.postMessage(reply);
    try {
      // an answer that cannot be sent is one that failed
      const answer = run(job);
      keepCode();
      send({ answer });
    } catch (error) {
      send({ failure: failureOf(error) });
    }
  });
}

/**
 * Runs all jobs; `done` sees each answer as it comes. Errors: of the jobs that fail, the error of the first in the
 * given order, once all have been tried; at once that of a thread that ends.
 */
export async function runJobs<Job, Answer>(pool: Pool<Job, Answer>): Promise<void> {
  const { jobs, nameOf, done } = pool;
  const failures = new Map<number, Failure>();
  const workers: Worker[] = [];
  let next = 0;
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = newThread(pool.module, pool.extra);
      workers.push(worker);
      let current = -1;
      const take = (): void => {
        current = next++;
        if (current >= jobs.length) resolve();
        else worker.postMessage(jobs[current]);
      };
      worker.on('message', (reply: Reply<Answer>) => {
        try {
          if ('answer' in reply) done(reply.answer, jobs[current]!);
          else failures.set(current, reply.failure);
          take();
        } catch (error) {
          reject(error);
        }
      });
      const fail = (text: string, cause?: unknown): void => {
        const job = jobs[current];
        // a thread that has nothing left to do ends when all are done
        if (job !== undefined) reject(new Error(`${nameOf(job)}: ${text}`, { cause }));
      };
      worker.on('error', (cause: unknown) => fail(thrownText(cause), cause));
      worker.on('exit', (status) => fail(`its thread exited with status ${status}`));
      take();
    });
  try {
    await Promise.all(Array.from({ length: Math.min(pool.threads, jobs.length) }, work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  const [first] = [...failures.keys()].sort((a, b) => a - b);
  if (first !== undefined) throw errorOf(failures.get(first)!);
}
