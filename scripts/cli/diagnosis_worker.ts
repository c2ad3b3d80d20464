/** Worker thread of `diagnosis_thread.ts`: takes the evidence on a backend, answers with its diagnosis. */

import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { keepCode } from '../../conformance/backends/keep_code.ts';
import type { Evidence, Failure } from '../../conformance/core/evidence.ts';
import { diagnose } from '../../conformance/diagnosis/diagnose.ts';
import { newReplayer } from '../../conformance/diagnosis/replay/replayer.ts';
import type { Task, ThreadMessage } from './diagnosis_thread.ts';

const replayer = newReplayer();
const port = parentPort!;
const send = (message: ThreadMessage): void => port.postMessage(message);

type Alone = Awaited<ReturnType<NonNullable<Evidence['answerAlone']>>>;

/** `alone` is the place of the failed case among all of them, which the other thread has too. */
async function askedAlone(alone: number): Promise<Alone> {
  send({ alone });
  const [answer] = await once(port, 'message');
  return answer as Alone;
}

/** Between two steps of the search: who waits hears that it goes on. */
async function goOn(): Promise<void> {
  send({ goesOn: true });
}

async function serve(): Promise<never> {
  for (;;) {
    const [{ evidence, canAsk }] = (await once(port, 'message')) as [Task];
    const { failures } = evidence;
    const asked = (failure: Failure) => askedAlone(failures.indexOf(failure));
    const asks = canAsk ? { answerAlone: asked } : {};
    const event = await diagnose({ ...evidence, ...asks }, replayer, goOn);
    // before the answer: who gets it may end this thread
    keepCode();
    send({ event });
  }
}

void serve();
