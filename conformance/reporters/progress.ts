/** One line of progress on a terminal: `[+412|-3|~7] 61% qemu:mps2-an385 matmul_int32`. */

import { isFailing, opOfCase, type RunEvent } from '../core/events.ts';

export interface Progress {
  event(event: RunEvent): void;
  /** Removes the line before anything else is written. */
  clear(): void;
}

const redrawMs = 100;

/** Draws with `write`, at most ten times a second of the given clock (milliseconds). */
export function newProgress(write: (text: string) => void, now: () => number): Progress {
  let total = 0;
  let [good, bad, skipped] = [0, 0, 0];
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isDrawn = false;

  function clear(): void {
    if (isDrawn) write('\r\u001b[K');
    isDrawn = false;
  }

  function event(e: RunEvent): void {
    if (e.event === 'run_start') total = e.cases * e.backends.length;
    if (e.event !== 'case_end') return;
    if (e.verdict === 'pass') good++;
    else if (isFailing(e.verdict)) bad++;
    else skipped++;
    if (now() - drawnAt < redrawMs) return;
    drawnAt = now();
    const percent = Math.floor((100 * (good + bad + skipped)) / Math.max(1, total));
    const counts = `[+${good}|-${bad}|~${skipped}]`;
    write(`\r\u001b[K${counts} ${percent}% ${e.backend} ${opOfCase(e.case)}`);
    isDrawn = true;
  }

  return { event, clear };
}

export const noProgress: Progress = { event: () => undefined, clear: () => undefined };
