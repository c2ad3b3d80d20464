/** One line of progress on a terminal for all runs of a training, with the time that is left. */

export interface TrainingProgress {
  /** steps that a run has just done, and its last loss */
  steps(run: string, count: number, loss: number): void;
  /** steps that were done before this process began: they say nothing about its speed */
  skip(count: number): void;
  clear(): void;
}

const redrawMs = 200;

/** `1 h 05 min`, `4 min 10 s`, `9 s` */
export function durationText(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  const pad = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(s / 60);
  if (minutes < 60) return `${minutes} min ${pad(s % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** Draws with `write`; `now` is a clock in milliseconds, `total` the steps of all runs. */
export function newTrainingProgress(
  total: number,
  write: (text: string) => void,
  now: () => number,
): TrainingProgress {
  const started = now();
  let [done, skipped] = [0, 0];
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  return {
    steps(run, count, loss) {
      done += count;
      const time = now();
      if (time - drawnAt < redrawMs) return;
      drawnAt = time;
      const left = ((time - started) / done) * (total - skipped - done);
      const percent = Math.floor((100 * (done + skipped)) / total);
      const eta = durationText(left / 1000);
      write(`\r\u001b[K${percent}% ${run} loss ${loss.toPrecision(4)}, ${eta} left`);
      isDrawn = true;
    },
    skip(count) {
      skipped += count;
    },
    clear() {
      if (isDrawn) write('\r\u001b[K');
      isDrawn = false;
    },
  };
}

export const noTrainingProgress: TrainingProgress = {
  steps: () => undefined,
  skip: () => undefined,
  clear: () => undefined,
};
