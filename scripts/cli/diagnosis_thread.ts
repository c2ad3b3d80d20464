/**
 * The diagnosis in a thread of its own: a replay takes as long as it takes, and meanwhile this thread hears
 * signals and can end the other one.
 */

import type { Worker } from 'node:worker_threads';
import { thrownText } from '../../conformance/backends/link.ts';
import { moduleBeside, newThread } from '../../conformance/backends/worker_link.ts';
import type { DiagnosisEvent } from '../../conformance/core/events.ts';
import type { Evidence } from '../../conformance/core/evidence.ts';
import type { TestCase } from '../../conformance/core/load.ts';
import { thinned } from '../../conformance/diagnosis/passed.ts';

export interface DiagnosisThread {
  /** What is wrong with a backend; nothing where the signal or `end` ends it. One at a time. */
  diagnose(evidence: Evidence): Promise<DiagnosisEvent | undefined>;
  end(): Promise<void>;
}

/** What the thread gets: the evidence without the function in it, which is asked for by a message. */
export interface Task {
  readonly evidence: Omit<Evidence, 'answerAlone'>;
  readonly canAsk: boolean;
}

/** What the thread sends: its answer, which of the failed cases is to be asked alone, or that it goes on. */
export type ThreadMessage =
  | { readonly event: DiagnosisEvent | undefined }
  | { readonly alone: number }
  | { readonly goesOn: true };

/** Milliseconds without a word after which a mistake that is tried is taken for one that never ends. */
const silenceMax = 60_000;

/** A case as it can be sent, without what a diagnosis does not read. */
function sentCase(test: TestCase): TestCase {
  const { id, contract, op, clause, vector } = test;
  return { id, contract, op, clause, notes: {}, vector };
}

/** The evidence as it can be sent. */
function sent(evidence: Task['evidence']): Task['evidence'] {
  const { failures, passed, ...rest } = thinned(evidence);
  return {
    ...rest,
    failures: failures.map((failure) => ({ ...failure, test: sentCase(failure.test) })),
    passed: passed.map(sentCase),
  };
}

function taskOf({ answerAlone, ...rest }: Evidence): Task {
  return { evidence: sent(rest), canAsk: answerAlone !== undefined };
}

/** A backend that cannot be asked says nothing about the case. */
const askedAlone = ({ answerAlone, failures }: Evidence, at: number) =>
  answerAlone!(failures[at]!).catch(() => undefined);

/** Verdicts do not depend on a diagnosis, and so no report does: it says that there is none. */
function lost({ backend, failures }: Evidence, reason: string): DiagnosisEvent {
  const lines = [`${backend}: no diagnosis, because its thread ${reason}`];
  return { event: 'diagnosis', backend, failures: failures.length, findings: [], lines };
}

/** A time without a word, which begins anew with every word. */
function newSilence(patience: number): { begin(tooLong: () => void): void; end(): void } {
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => clearTimeout(timer);
  return {
    begin(tooLong) {
      end();
      timer = setTimeout(tooLong, patience);
    },
    end,
  };
}

/** Who waits for an answer of a thread. */
interface Waiting {
  readonly thread: Worker;
  message(message: ThreadMessage): void;
  /** the thread is gone, for a reason where nobody ended it */
  gone(reason: string | undefined): void;
}

/**
 * A thread that starts with the first diagnosis, and keeps for the next what one of them made it replay. `module` is
 * what it runs. Where it dies, the diagnosis says so, and the next one starts another.
 */
export function newDiagnosisThread(
  signal: AbortSignal,
  module = moduleBeside(import.meta.url, 'diagnosis_worker'),
  patience = silenceMax,
): DiagnosisThread {
  let worker: Worker | undefined;
  let waiting: Waiting | undefined;

  function start(): Worker {
    const thread = newThread(module);
    const waiter = (): Waiting | undefined => (waiting?.thread === thread ? waiting : undefined);
    let thrown: string | undefined;
    // for as long as it lives: what dies between two diagnoses is noticed too
    thread.on('message', (message: ThreadMessage) => waiter()?.message(message));
    thread.on('error', (cause: unknown) => {
      thrown ??= `threw ${thrownText(cause)}`;
    });
    thread.on('exit', (status) => {
      const isEnded = worker !== thread;
      if (!isEnded) worker = undefined;
      waiter()?.gone(isEnded ? undefined : (thrown ?? `exited with status ${status}`));
    });
    return thread;
  }

  async function end(): Promise<void> {
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  }

  async function diagnose(evidence: Evidence): Promise<DiagnosisEvent | undefined> {
    if (signal.aborted || evidence.failures.length === 0) return undefined;
    worker ??= start();
    const thread = worker;
    thread.postMessage(taskOf(evidence));
    const onAbort = (): void => void end();
    signal.addEventListener('abort', onAbort, { once: true });
    const silence = newSilence(patience);
    const event = await new Promise<DiagnosisEvent | undefined>((resolve) => {
      const gone = (reason: string | undefined): void =>
        resolve(reason === undefined ? undefined : lost(evidence, reason));
      const wait = (): void =>
        silence.begin(() => {
          gone('tries a mistake that does not come to an end');
          void end();
        });
      wait();
      waiting = {
        thread,
        gone,
        async message(message) {
          if ('event' in message) return resolve(message.event);
          if ('alone' in message) {
            // its backend may take its time
            silence.end();
            thread.postMessage(await askedAlone(evidence, message.alone));
          }
          wait();
        },
      };
    });
    silence.end();
    waiting = undefined;
    signal.removeEventListener('abort', onAbort);
    return event;
  }

  return { diagnose, end };
}
