/** Signals that end the process, as an abort signal that the phases of a command watch. */

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Interrupts as a signal would, because of an error. */
  abort(reason: Error): void;
  release(): void;
}

/** npm sends on to its programs what the terminal has sent them already: that is not a second Ctrl-C. */
const sameMs = 1000;

/** Interrupts at the first signal that ends the process, and ends it at a second one, later. */
export function interruptSignal(): Interrupt {
  const controller = new AbortController();
  let first: number | undefined;
  const onSignal = (): void => {
    first ??= performance.now();
    if (performance.now() - first > sameMs) process.exit(130);
    controller.abort();
  };
  for (const name of endingSignals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release: () => {
      for (const name of endingSignals) {
        process.off(name, onSignal);
        // what is done stays done: one that comes while the process ends does not change its status
        if (process.listenerCount(name) === 0) process.once(name, () => undefined);
      }
    },
  };
}
