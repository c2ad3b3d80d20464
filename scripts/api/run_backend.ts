/** `runBackend`: the vectors on one backend, as a function. */

import type { Backend } from '../../conformance/backends/backend.ts';
import { defaultBackendOptions } from '../../conformance/backends/backend.ts';
import {
  type CaseEnd,
  type DiagnosisEvent,
  isFailing,
  type RunEvent,
  type Totals,
} from '../../conformance/core/events.ts';
import { noKnownFailures } from '../../conformance/core/known_failures.ts';
import type { Level } from '../../conformance/core/level.ts';
import type { OverflowPolicy } from '../../conformance/core/overflow_policy.ts';
import { runAll } from '../../conformance/core/run.ts';
import type { Selection } from '../../conformance/core/select.ts';
import { chosenCases } from '../cli/chosen_cases.ts';
import { newDiagnosisThread } from '../cli/diagnosis_thread.ts';
import { toolVersion, vectorsDir } from '../cli/paths.ts';
import { requiredBackends } from '../cli/required_backends.ts';
import { underPolicy } from '../cli/wrapped_answer.ts';

export interface RunBackendOptions {
  /** an id as on the command line (`js`, `native:gcc-O2`, `cmd:./my_backend`), or an object of your own */
  readonly backend: string | Backend;
  /** contracts by id; all where left out */
  readonly contracts?: readonly string[];
  /** ops by name; all where left out */
  readonly ops?: readonly string[];
  /** flags; a case is taken if it has any of them */
  readonly flags?: readonly string[];
  /** globs over `<contract>/<op>/<set>/<n>` */
  readonly filter?: readonly string[];
  readonly exclude?: readonly string[];
  /** `smoke`: the fewest cases found that catch every known mistake; `all` (the default): every case */
  readonly level?: Level;
  /** a folder with a `manifest.json`; the vectors of this package where left out */
  readonly vectors?: string;
  /** milliseconds that one reply may take (30,000) */
  readonly timeoutMs?: number;
  /** what the backend promises where int32 overflows (`flag`) */
  readonly overflow?: OverflowPolicy;
  /** says what is wrong with a backend that failed (true) */
  readonly diagnosis?: boolean;
  /** ends the run; what was found until then is returned */
  readonly signal?: AbortSignal;
  /** sees every event as it happens; `schema/event.schema.json` describes them */
  readonly onEvent?: (event: RunEvent) => void;
}

export interface RunBackendResult {
  readonly totals: Totals;
  /** 0: nothing failed; the other values are those of `goldvec run` */
  readonly exitCode: number;
  /** what failed, or got no answer */
  readonly failures: readonly CaseEnd[];
  /** what is wrong with the backend; only where something failed */
  readonly diagnosis?: DiagnosisEvent;
}

async function backendOf({ backend, timeoutMs }: RunBackendOptions): Promise<Backend> {
  if (typeof backend !== 'string') return backend;
  const factories = await requiredBackends([backend]);
  return factories[0]!.create({ timeoutMs: timeoutMs ?? defaultBackendOptions.timeoutMs });
}

function selectionOf(options: RunBackendOptions): Selection {
  const { filter = [], exclude = [], flags = [], contracts = [], ops = [] } = options;
  return { filter, exclude, flags, contracts, ops };
}

/**
 * Runs the gold vectors against one backend and compares every answer bit by bit. A name that stands for
 * several backends (`native`) takes the first of them.
 * Errors: op-unknown, contract-unknown, usage-bad-value for a flag that no case has, selection-empty,
 * backend-unknown, backend-unavailable; those of a damaged vector folder. A backend
 * that crashes, hangs or answers wrongly is no error but a verdict.
 */
export async function runBackend(options: RunBackendOptions): Promise<RunBackendResult> {
  const { level = 'all', vectors = vectorsDir, overflow = 'flag', onEvent } = options;
  const signal = options.signal ?? new AbortController().signal;
  const backend = await backendOf(options);
  const { corpus, cases } = await chosenCases(vectors, selectionOf(options), level, false);
  const thread = newDiagnosisThread(signal);
  const failures: CaseEnd[] = [];
  let diagnosis: DiagnosisEvent | undefined;

  const end = await runAll({
    version: toolVersion(),
    cases: await underPolicy(cases, overflow),
    corpus,
    backends: [backend],
    known: noKnownFailures,
    jobs: 1,
    giveUpAfter: 5,
    allowEmpty: false,
    signal,
    ...(options.diagnosis === false ? {} : { diagnose: thread.diagnose }),
    emit: (event) => {
      if (event.event === 'case_end' && isFailing(event.verdict)) failures.push(event);
      if (event.event === 'diagnosis') diagnosis = event;
      onEvent?.(event);
    },
    now: () => performance.now(),
    time: new Date().toISOString(),
  }).finally(thread.end);
  const result = { totals: end.totals, exitCode: end.exit_code, failures };
  return diagnosis === undefined ? result : { ...result, diagnosis };
}
