/** Runs of the reference while cases are drawn: a contract may refuse a call, or leave it undefined. */

import { Refusal, UndefinedBehaviour } from '../../reference/refusal.ts';

/** What a run gives, or `undefined` where it ends without an answer. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refusal || error instanceof UndefinedBehaviour) return undefined;
    throw error;
  }
}
