/** Worker thread of `diagnosis_thread.ts`: takes the evidence on a backend, answers with its diagnosis or null. */

import { parentPort } from 'node:worker_threads';
import type { Evidence } from '../../conformance/core/evidence.ts';
import { diagnose } from '../../conformance/diagnosis/diagnose.ts';
import { newReplayer } from '../../conformance/diagnosis/replay/replayer.ts';

const replayer = newReplayer();

parentPort!.on('message', async (evidence: Evidence) => {
  parentPort!.postMessage((await diagnose(evidence, replayer)) ?? null);
});
