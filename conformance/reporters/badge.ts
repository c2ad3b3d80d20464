/** `badge`: the endpoint of a badge as shields.io reads it, one JSON object. */

import { failingOf, type RunEnd } from '../core/events.ts';
import type { Reporter } from './reporter.ts';
import { counted } from './tally.ts';

function badge(end: RunEnd | undefined): { readonly message: string; readonly color: string } {
  if (end === undefined || end.interrupted === 1)
    return { message: 'incomplete', color: 'lightgrey' };
  const { totals, exit_code } = end;
  const failing = failingOf(totals);
  if (failing > 0)
    return { message: `${failing} of ${failing + totals.pass} failed`, color: 'red' };
  if (exit_code !== 0) return { message: 'not conforming', color: 'red' };
  if (totals.xfail > 0) return { message: counted(totals.xfail, 'known failure'), color: 'yellow' };
  return { message: `${totals.pass} bit-exact`, color: 'brightgreen' };
}

export function newBadge(): Reporter {
  let last: RunEnd | undefined;
  return {
    event: (event) => {
      if (event.event === 'run_end') last = event;
      return '';
    },
    end: () => `${JSON.stringify({ schemaVersion: 1, label: 'goldvec', ...badge(last) })}\n`,
  };
}
