/** Signals that end the process, as an abort signal that the phases of a command watch. */

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Interrupts as a signal would, because of an error. */
  abort(reason: Error): void;
  release(): void;
}

/** Interrupts at the first signal that ends the process, and ends it at the second. */
export function interruptSignal(): Interrupt {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  for (const name of endingSignals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release: () => {
      for (const name of endingSignals) process.off(name, onSignal);
    },
  };
}
