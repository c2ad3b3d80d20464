/** Builds broken kernels into a backend of their own, runs vectors on it, and diagnoses it. */

import { patchedBackend } from '../../backends/patched.ts';
import { driveBackend } from '../../core/drive.ts';
import type { DiagnosisEvent } from '../../core/events.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { TestCase } from '../../core/load.ts';
import { diagnose } from '../diagnose.ts';
import type { Replayer } from '../hypothesis.ts';
import { type Entry, overlayOf } from './entry.ts';

/** What a run of the broken kernel knows when it has ended. Errors: the build's. */
export async function evidenceOf(entry: Entry, cases: readonly TestCase[]): Promise<Evidence> {
  // a build with less optimisation takes a third of the time; what is wrong is the same
  const build = { overlay: overlayOf(entry), kernelFlags: ['-O1', '-w'] };
  const backend = patchedBackend('native:gcc-O2', { timeoutMs: 20_000 }, build);
  let found: Evidence | undefined;
  const end = await driveBackend(backend, cases, {
    known: new Set(),
    giveUpAfter: 5,
    signal: new AbortController().signal,
    emit: () => undefined,
    onEvidence: (evidence) => {
      found = evidence;
    },
    now: () => 0,
  });
  if (found === undefined || end.state === 'unavailable') {
    throw new Error(`${entry.id} did not start: ${end.message}`);
  }
  return found;
}

/** The diagnosis of the broken kernel; undefined where no case failed. */
export async function diagnoseBroken(
  entry: Entry,
  cases: readonly TestCase[],
  replayer: Replayer,
): Promise<DiagnosisEvent | undefined> {
  return await diagnose(await evidenceOf(entry, cases), replayer);
}
