/** Whether a process is there, for tests of what is left behind. */

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A zombie, which waits for init to notice, is not alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

export async function untilDead(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(10);
}
