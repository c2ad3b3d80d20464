/** Builds broken kernels into a backend of their own, runs vectors on it, and diagnoses it. */

import { patch, patchedBackend } from '../../backends/patched.ts';
import { driveBackend } from '../../core/drive.ts';
import type { DiagnosisEvent } from '../../core/events.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { TestCase } from '../../core/load.ts';
import { diagnose } from '../diagnose.ts';
import type { Replayer } from '../hypothesis.ts';
import type { BrokenKernel } from './broken_kernel.ts';

/** The diagnosis of a build with replaced sources; undefined where no case failed. */
export async function diagnoseBuild(
  overlay: Readonly<Record<string, string>>,
  cases: readonly TestCase[],
  replayer: Replayer,
): Promise<DiagnosisEvent | undefined> {
  // a build with less optimisation takes a third of the time; what is wrong is the same
  const build = { overlay, kernelFlags: ['-O1', '-w'] };
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
    throw new Error(`the broken kernels did not start: ${end.message}`);
  }
  return await diagnose(found, replayer);
}

/** The diagnosis of the broken kernel; undefined where no case failed. */
export async function diagnoseBroken(
  { file, from, to, ops }: BrokenKernel,
  corpus: readonly TestCase[],
  replayer: Replayer,
): Promise<DiagnosisEvent | undefined> {
  const cases = corpus.filter(({ op }) => ops.includes(op));
  return await diagnoseBuild(patch(`kernels/${file}`, from, to), cases, replayer);
}
