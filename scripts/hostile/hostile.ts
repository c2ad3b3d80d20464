/** All hostile trials, and their table. */

import { tryBackends } from './backends.ts';
import { tryEnvironments } from './environments.ts';
import { tryFrames } from './frames.ts';
import { tryReplies } from './replies.ts';
import type { Tally } from './tally.ts';
import { tryVectors } from './vectors.ts';

const seed = 20260101;

/** Every part, in the order of the table; `done` sees each as it ends. */
export async function tryAll(done: (tally: Tally) => void): Promise<Tally[]> {
  const parts: readonly (() => Tally | Promise<Tally>)[] = [
    tryBackends,
    () => tryVectors(10_000, seed),
    () => tryReplies(40_000, seed),
    () => tryFrames(2000, seed),
    tryEnvironments,
  ];
  const tallies: Tally[] = [];
  for (const part of parts) {
    const tally = await part();
    tallies.push(tally);
    done(tally);
  }
  return tallies;
}

/** One line of the table. */
export function rowOf({ name, tried, strange, remark }: Tally): string {
  const good = `${tried - strange.length}`.padStart(8);
  const note = remark === undefined ? '' : `   (${remark})`;
  return `${name.padEnd(36)}${`${tried}`.padStart(8)}${good}${note}`;
}

export const heading = `${'tried'.padStart(44)}${'expected'.padStart(9)}`;
