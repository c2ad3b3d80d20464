/** One line of progress on a terminal, for work that is counted. */

export interface ProgressLine {
  /** So much more is done, last of it the thing named. */
  step(count: number, name: string): void;
  /** Removes the line before anything else is written. */
  clear(): void;
}

/** Draws with `write`, such as `mutants 1204/18156 6% conv1d_forward`. */
export function newProgressLine(
  what: string,
  total: number,
  write: (text: string) => void,
): ProgressLine {
  let done = 0;
  let isDrawn = false;
  return {
    step(count, name) {
      done += count;
      const percent = Math.floor((100 * done) / Math.max(1, total));
      write(`\r\u001b[K${what} ${done}/${total} ${percent}% ${name}`);
      isDrawn = true;
    },
    clear() {
      if (isDrawn) write('\r\u001b[K');
      isDrawn = false;
    },
  };
}

/** The same on standard error, where that is a terminal; nothing otherwise. */
export function progressOnTerminal(what: string, total: number): ProgressLine {
  const isShown = process.stderr.isTTY && !process.env.CI;
  return newProgressLine(what, total, isShown ? (text) => process.stderr.write(text) : () => true);
}
