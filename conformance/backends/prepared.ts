/** A backend that begins to start while the run still reads its cases. */

import type { Backend } from './backend.ts';
import { type FramedOptions, framedBackend } from './framed.ts';
import type { BegunLink } from './link.ts';

/** A framed backend whose first start opens what `begin` gave, if it was prepared. */
export function preparedBackend(options: FramedOptions, begin: () => BegunLink): Backend {
  let begun: BegunLink | undefined;
  function takeBegun(): BegunLink | undefined {
    const taken = begun;
    begun = undefined;
    return taken;
  }
  const backend = framedBackend({
    ...options,
    open: (events, signal) => (takeBegun() ?? options).open(events, signal),
  });
  return {
    ...backend,
    prepare: () => {
      begun ??= begin();
    },
    stop: async () => {
      await takeBegun()?.close();
      await backend.stop();
    },
  };
}
