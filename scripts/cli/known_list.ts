/** The list of known failures that a command line names, and what a run makes of it. */

import type { RunEvent } from '../../conformance/core/events.ts';
import {
  type KnownFailures,
  noKnownFailures,
  parseKnownFailures,
  readKnownFailures,
} from '../../conformance/core/known_failures.ts';
import { newFailureRecorder, updatedKnownFailures } from '../../conformance/core/known_update.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { replaceFile } from '../replace_file.ts';

export interface KnownList {
  readonly known: KnownFailures;
  /** takes the events of the run, where the list is to be brought up to date */
  event(event: RunEvent): void;
  /** writes the list after the run */
  update(): void;
}

interface Options {
  readonly knownFailures?: string;
  /** why what fails now is known */
  readonly updateKnownFailures?: string;
}

/** Errors: file-missing, usage-bad-value. */
export function knownListOf({
  knownFailures: path,
  updateKnownFailures: reason,
}: Options): KnownList {
  const isUpdated = reason !== undefined;
  const nothing = { event: () => undefined, update: () => undefined };
  if (path === undefined) {
    if (!isUpdated) return { known: noKnownFailures, ...nothing };
    throw new GoldError('usage-bad-value', '--update-known-failures needs a list to update', {
      hint: 'name it: --known-failures known.txt',
    });
  }
  if (reason?.trim() === '') {
    throw new GoldError('usage-bad-value', '--update-known-failures needs a reason or a link');
  }
  const text = readKnownFailures(path, isUpdated);
  const known = parseKnownFailures(text, path);
  if (!isUpdated) return { known, ...nothing };
  const { event, record } = newFailureRecorder();
  return {
    known,
    event,
    update: () => replaceFile(path, updatedKnownFailures(text, record(), reason)),
  };
}
