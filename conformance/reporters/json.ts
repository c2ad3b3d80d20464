/** `json`: the event stream itself, one JSON object a line. */

import type { Reporter } from './reporter.ts';

export function newJson(): Reporter {
  return { event: (event) => `${JSON.stringify(event)}\n`, end: () => '' };
}
