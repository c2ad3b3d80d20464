/** What the page needs of an event stream: counts, the first failing cases, distances, times. */

import {
  type BackendEnd,
  type BackendStart,
  type CaseEnd,
  type DiagnosisEvent,
  type RunEnd,
  type RunEvent,
  type RunStart,
  type Totals,
  zeroTotals,
} from '../../core/events.ts';

export interface OpCount {
  readonly totals: Record<keyof Totals, number>;
  duration_us: number;
}

export interface Collected {
  start: RunStart | undefined;
  end: RunEnd | undefined;
  readonly backends: Map<string, BackendStart>;
  readonly ends: Map<string, BackendEnd>;
  readonly diagnoses: Map<string, DiagnosisEvent>;
  /** op → backend */
  readonly ops: Map<string, Map<string, OpCount>>;
  /** `<backend> <op>` → the first failing cases, as many as are shown */
  readonly shown: Map<string, CaseEnd[]>;
  /** `<backend> <op>` → failing cases in all */
  readonly failing: Map<string, number>;
  /** reason → backend → skipped cases */
  readonly skips: Map<string, Map<string, number>>;
  /** backend → label of a distance → differences with it */
  readonly distances: Map<string, Map<string, number>>;
}

export function newCollected(): Collected {
  return {
    start: undefined,
    end: undefined,
    backends: new Map(),
    ends: new Map(),
    diagnoses: new Map(),
    ops: new Map(),
    shown: new Map(),
    failing: new Map(),
    skips: new Map(),
    distances: new Map(),
  };
}

export const unmeasured = 'no number';

/** Classes of the distance of the first wrong element, in the order in which they are drawn. */
export const distanceLabels = [
  '≤ −1000',
  '−999 … −10',
  '−9 … −2',
  '−1',
  '+1',
  '+2 … +9',
  '+10 … +999',
  '≥ +1000',
  unmeasured,
] as const;

/** The class of a distance in units of the last place; without a number it has none. */
export function distanceLabel(lsb: string | undefined): (typeof distanceLabels)[number] {
  const distance = Number(lsb ?? Number.NaN);
  if (Number.isNaN(distance) || distance === 0) return unmeasured;
  const bounds = [-1000, -10, -2, -1, 1, 9, 999];
  const at = bounds.findIndex((bound) => distance <= bound);
  return distanceLabels[at < 0 ? bounds.length : at]!;
}

function addTo(counts: Map<string, Map<string, number>>, first: string, second: string): void {
  const inner = counts.get(first) ?? new Map<string, number>();
  counts.set(first, inner.set(second, (inner.get(second) ?? 0) + 1));
}

function addCase(found: Collected, event: CaseEnd, failuresShown: number): void {
  const { backend, verdict, case: id } = event;
  const op = id.split('/')[1] ?? id;
  const perBackend = found.ops.get(op) ?? new Map<string, OpCount>();
  const count = perBackend.get(backend) ?? { totals: zeroTotals(), duration_us: 0 };
  count.totals[verdict]++;
  count.duration_us += event.duration_us ?? 0;
  found.ops.set(op, perBackend.set(backend, count));
  if (verdict === 'skip') addTo(found.skips, event.reason ?? 'no reason', backend);
  if (verdict === 'pass' || verdict === 'skip' || verdict === 'xfail') return;
  const key = `${backend} ${op}`;
  const shown = found.shown.get(key) ?? [];
  if (shown.length < failuresShown) found.shown.set(key, [...shown, event]);
  found.failing.set(key, (found.failing.get(key) ?? 0) + 1);
  for (const { kind, lsb } of event.differences ?? []) {
    if (kind === 'data' || kind === 'scale') addTo(found.distances, backend, distanceLabel(lsb));
  }
}

/** Takes one event in. */
export function collectEvent(found: Collected, event: RunEvent, failuresShown: number): void {
  switch (event.event) {
    case 'run_start':
      found.start = event;
      return;
    case 'backend_start':
      found.backends.set(event.backend, event);
      return;
    case 'case_end':
      addCase(found, event, failuresShown);
      return;
    case 'backend_end':
      found.ends.set(event.backend, event);
      return;
    case 'diagnosis':
      found.diagnoses.set(event.backend, event);
      return;
    case 'run_end':
      found.end = event;
  }
}
