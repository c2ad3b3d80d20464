/** One case asked of a backend that was just started: does its answer depend on the calls before? */

import type { Backend } from '../backends/backend.ts';
import { driveBackend } from './drive.ts';
import type { TestCase } from './load.ts';

/** Whether the case passes when nothing was asked before it; undefined where the backend gave no verdict. */
export async function passesAlone(
  backend: Backend,
  test: TestCase,
  signal: AbortSignal,
  now: () => number,
): Promise<boolean | undefined> {
  const options = { giveUpAfter: 1, signal, emit: () => undefined, now };
  const { totals } = await driveBackend(backend, [test], options);
  if (totals.pass > 0) return true;
  return totals.fail > 0 ? false : undefined;
}
