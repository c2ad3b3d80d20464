/** Event streams of several runs (shards, machines) as one, to render reports without running again. */

import { GoldError } from '../../schema/format/errors.ts';
import { validateEvent } from '../../schema/format/validate.ts';
import { addTotals, type RunEnd, type RunEvent, type RunStart, zeroTotals } from './events.ts';

/** Parses JSON lines. Errors: vector-schema with file and line. */
export function parseEvents(text: string, path: string): RunEvent[] {
  return text
    .split('\n')
    .map((line, i) => ({ line, place: `${path}:${i + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => {
      try {
        const event: unknown = JSON.parse(line);
        validateEvent(event);
        return event as RunEvent;
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        throw new GoldError('vector-schema', `not a run event: ${message}`, { path: place, cause });
      }
    });
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function mergeStarts(starts: readonly RunStart[]): RunStart {
  const [first] = starts as [RunStart];
  for (const { format, goldvec, protocol } of starts) {
    if (format === first.format && goldvec === first.goldvec && protocol === first.protocol)
      continue;
    throw new GoldError('usage-bad-value', 'the reports come from different versions of goldvec');
  }
  const { shard: _, ...rest } = first;
  return {
    ...(starts.length === 1 ? first : rest),
    backends: unique(starts.flatMap(({ backends }) => backends)),
    contracts: unique(starts.flatMap(({ contracts }) => contracts)),
    cases: starts.reduce((sum, { cases }) => sum + cases, 0),
  };
}

/** The first of these that occurs decides: interrupted, failed, unavailable, good, nothing run. */
const exitCodeOrder = [130, 1, 4, 0, 2];

function mergeEnds(ends: readonly RunEnd[]): RunEnd {
  const codes = ends.map(({ exit_code }) => exit_code);
  const unmet = unique(ends.flatMap((end) => end.unmet ?? []));
  return {
    event: 'run_end',
    interrupted: ends.some(({ interrupted }) => interrupted === 1) ? 1 : 0,
    duration_ms: ends.reduce((sum, { duration_ms }) => sum + duration_ms, 0),
    totals: ends.map(({ totals }) => totals).reduce(addTotals, zeroTotals()),
    stale_known_failures: unique(ends.flatMap((end) => end.stale_known_failures)),
    ...(unmet.length === 0 ? {} : { unmet }),
    exit_code: exitCodeOrder.find((code) => codes.includes(code)) ?? 70,
  };
}

/**
 * One stream out of several; a stream without its `run_end` makes the result incomplete as well.
 * Errors: usage-bad-value.
 */
export function mergeRuns(runs: readonly (readonly RunEvent[])[]): RunEvent[] {
  const all = runs.flat();
  const starts = all.filter((event) => event.event === 'run_start');
  const ends = all.filter((event) => event.event === 'run_end');
  if (starts.length !== runs.length || runs.some(([first]) => first?.event !== 'run_start')) {
    throw new GoldError(
      'usage-bad-value',
      'every report must be one run, beginning with run_start',
    );
  }
  const described = new Set<string>();
  const middle = all.filter((event) => {
    if (event.event === 'run_start' || event.event === 'run_end') return false;
    if (event.event !== 'backend_start') return true;
    const isNew = !described.has(event.backend);
    described.add(event.backend);
    return isNew;
  });
  const tail = ends.length === runs.length ? [mergeEnds(ends)] : [];
  return [mergeStarts(starts), ...middle, ...tail];
}
