/** Builds broken kernels into a backend of their own, runs vectors on it, and diagnoses it. */

import type { Backend } from '../../backends/backend.ts';
import { patchedBackend } from '../../backends/patched.ts';
import { answerAlone } from '../../core/alone.ts';
import { driveBackend } from '../../core/drive.ts';
import type { DiagnosisEvent } from '../../core/events.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { TestCase } from '../../core/load.ts';
import { diagnose } from '../diagnose.ts';
import type { Replayer } from '../hypothesis.ts';
import { isComposite } from '../units.ts';
import { type Entry, isJs, overlayOf, pathOf } from './entry.ts';
import { editedJs } from './js_tree.ts';
import { opsBeside } from './reach.ts';

const signal = new AbortController().signal;
const now = (): number => 0;

function backendOf(entry: Entry): Backend {
  if (isJs(entry)) return editedJs(overlayOf(entry), { timeoutMs: 20_000 });
  // a build with less optimisation takes a third of the time; what is wrong is the same
  const build = { overlay: overlayOf(entry), kernelFlags: ['-O1', '-w'] };
  return patchedBackend('native:gcc-O2', { timeoutMs: 20_000 }, build);
}

/** What a diagnosis may ask of the broken kernel after its run. */
export function askingAgain(entry: Entry): Pick<Evidence, 'answerAlone'> {
  const backend = backendOf(entry);
  return { answerAlone: (failure) => answerAlone(backend, failure, signal, now) };
}

/**
 * What a run of the broken kernel knows when it has ended. Cases of ops that include none of the edited files
 * pass without being run, and whole trainings are left out unless they are asked for. Errors: the build's.
 */
export async function evidenceOf(
  entry: Entry,
  cases: readonly TestCase[],
  withTrainings = false,
): Promise<Evidence> {
  let found: Evidence | undefined;
  const beside = isJs(entry) ? () => false : opsBeside(entry.edits.map(pathOf));
  const plain = cases.filter(({ op }) => withTrainings || !isComposite(op));
  const run = plain.filter(({ op }) => !beside(op));
  const end = await driveBackend(backendOf(entry), run, {
    giveUpAfter: 5,
    signal,
    emit: () => undefined,
    onEvidence: (evidence) => {
      found = evidence;
    },
    now,
  });
  if (found === undefined || end.state === 'unavailable') {
    throw new Error(`${entry.id} did not start: ${end.message}`);
  }
  return { ...found, passed: [...found.passed, ...plain.filter(({ op }) => beside(op))] };
}

/** The diagnosis of the broken kernel; undefined where no case failed. */
export async function diagnoseBroken(
  entry: Entry,
  cases: readonly TestCase[],
  replayer: Replayer,
): Promise<DiagnosisEvent | undefined> {
  const evidence = await evidenceOf(entry, cases);
  return await diagnose({ ...evidence, ...askingAgain(entry) }, replayer);
}
