/** Builds a broken kernel into a backend of its own, runs the vectors on it, and diagnoses it. */

import { patch, patchedBackend } from '../../backends/patched.ts';
import { driveBackend } from '../../core/drive.ts';
import type { DiagnosisEvent } from '../../core/events.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { TestCase } from '../../core/load.ts';
import { diagnose } from '../diagnose.ts';
import type { Replayer } from '../hypothesis.ts';
import type { BrokenKernel } from './broken_kernel.ts';

/** The diagnosis of the broken kernel; undefined where no case failed. */
export async function diagnoseBroken(
  broken: BrokenKernel,
  corpus: readonly TestCase[],
  replayer: Replayer,
): Promise<DiagnosisEvent | undefined> {
  const { file, from, to, ops } = broken;
  const overlay = patch(`kernels/${file}`, from, to);
  const backend = patchedBackend('native:gcc-O2', { timeoutMs: 20_000 }, { overlay });
  let found: Evidence | undefined;
  const end = await driveBackend(
    backend,
    corpus.filter(({ op }) => ops.includes(op)),
    {
      known: new Set(),
      giveUpAfter: 5,
      signal: new AbortController().signal,
      emit: () => undefined,
      onEvidence: (evidence) => {
        found = evidence;
      },
      now: () => 0,
    },
  );
  if (found === undefined || end.state === 'unavailable') {
    throw new Error(`${broken.id}: ${end.message}`);
  }
  return await diagnose(found, replayer);
}
