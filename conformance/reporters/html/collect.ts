/** What the page needs of an event stream: counts, the failing cases, distances, times. */

import {
  type BackendEnd,
  type BackendStart,
  type CaseEnd,
  type DiagnosisEvent,
  isFailing,
  opOfCase,
  type RunEnd,
  type RunEvent,
  type RunStart,
} from '../../core/events.ts';
import { addTo, newTally, type Tally, tallyCase } from '../tally.ts';

export interface Collected extends Tally {
  start: RunStart | undefined;
  end: RunEnd | undefined;
  readonly backends: Map<string, BackendStart>;
  readonly ends: Map<string, BackendEnd>;
  readonly diagnoses: Map<string, DiagnosisEvent>;
  /** op → microseconds from request to reply, all backends together */
  readonly opTimes: Map<string, number>;
  /** what failed, known failures too, as many as a page can hold */
  readonly cases: CaseEnd[];
  /** what failed beyond them */
  casesLeft: number;
  /** backend → label of a distance → differences with it */
  readonly distances: Map<string, Map<string, number>>;
}

export function newCollected(): Collected {
  return {
    ...newTally(),
    start: undefined,
    end: undefined,
    backends: new Map(),
    ends: new Map(),
    diagnoses: new Map(),
    opTimes: new Map(),
    cases: [],
    casesLeft: 0,
    distances: new Map(),
  };
}

const unmeasured = 'no number';

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

/** Failing cases of a page: more make a browser slow and nobody wiser. */
export const casesMax = 20_000;

function addCase(found: Collected, event: CaseEnd): void {
  const { verdict, backend } = event;
  const op = opOfCase(event.case);
  found.opTimes.set(op, (found.opTimes.get(op) ?? 0) + (event.duration_us ?? 0));
  tallyCase(found, event);
  if (verdict === 'pass' || verdict === 'skip') return;
  if (found.cases.length < casesMax) found.cases.push(event);
  else found.casesLeft++;
  if (!isFailing(verdict)) return;
  for (const { kind, lsb } of event.differences ?? []) {
    if (kind !== 'data' && kind !== 'scale') continue;
    addTo(found.distances, backend, distanceLabel(lsb));
  }
}

/** Takes one event in. */
export function collectEvent(found: Collected, event: RunEvent): void {
  switch (event.event) {
    case 'run_start':
      found.start = event;
      return;
    case 'backend_start':
      found.backends.set(event.backend, event);
      return;
    case 'case_end':
      addCase(found, event);
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
