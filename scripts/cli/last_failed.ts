/** What failed when a project was last run, kept beside its configuration for `--last-failed`. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Backend } from '../../conformance/backends/backend.ts';
import { isFailing, type RunEvent } from '../../conformance/core/events.ts';
import type { TestCase } from '../../conformance/core/load.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { replaceFile } from '../replace_file.ts';

/** backend → identities of cases */
export type Failed = ReadonlyMap<string, ReadonlySet<string>>;

const folderName = '.goldvec';

function fileIn(project: string): string {
  return join(project, folderName, 'last_failed.json');
}

/** Empty where nothing failed or nothing ran. Errors: file-unreadable. */
export function readLastFailed(project: string): Failed {
  const path = fileIn(project);
  if (!existsSync(path)) return new Map();
  try {
    const { failed } = JSON.parse(readFileSync(path, 'utf8')) as {
      failed: Record<string, string[]>;
    };
    return new Map(Object.entries(failed).map(([backend, cases]) => [backend, new Set(cases)]));
  } catch (cause) {
    throw new GoldError('file-unreadable', 'no record of a run', {
      path,
      hint: 'remove it; the next run writes it anew',
      cause,
    });
  }
}

export interface FailedRecorder {
  event(event: RunEvent): void;
  /** Writes what fails now. What was not tried stays. Errors: file-unwritable. */
  save(): void;
}

export function newFailedRecorder(project: string): FailedRecorder {
  const failed = new Map([...readLastFailed(project)].map(([id, cases]) => [id, new Set(cases)]));
  let isChanged = false;

  function event(event: RunEvent): void {
    if (event.event !== 'case_end') return;
    const cases = failed.get(event.backend) ?? new Set<string>();
    const before = cases.size;
    if (isFailing(event.verdict)) cases.add(event.case);
    else cases.delete(event.case);
    if (cases.size === before) return;
    failed.set(event.backend, cases);
    isChanged = true;
  }

  function save(): void {
    if (!isChanged) return;
    const some = [...failed].filter(([, cases]) => cases.size > 0);
    const content = Object.fromEntries(some.map(([id, cases]) => [id, [...cases].sort()]));
    replaceFile(fileIn(project), `${JSON.stringify({ failed: content }, null, 1)}\n`);
    // nobody wants to commit it
    replaceFile(join(project, folderName, '.gitignore'), '*\n');
  }

  return { event, save };
}

interface Part {
  readonly cases: readonly TestCase[];
  readonly backends: readonly Backend[];
}

/** The cases that failed last, and the backends on which they did; everything where none did, which is said. */
export function lastFailedOf(whole: Part, failed: Failed, say: (line: string) => void): Part {
  const backends = whole.backends.filter(({ id }) => (failed.get(id)?.size ?? 0) > 0);
  const cases = whole.cases.filter(({ id }) => backends.some((b) => failed.get(b.id)!.has(id)));
  if (cases.length > 0) return { cases, backends };
  say('nothing of this failed in the last run: everything runs');
  return whole;
}
