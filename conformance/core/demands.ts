/** What a run demands besides right answers: ops that must be tested, and reasons for which no case may be skipped. */

import { type CaseEnd, opOfCase, type SkipReason } from './events.ts';

export interface Demands {
  /** ops by name; those of which no case is selected demand nothing */
  readonly required: ReadonlySet<string>;
  readonly failOnSkip: ReadonlySet<SkipReason>;
}

export const noDemands: Demands = { required: new Set(), failOnSkip: new Set() };

export interface DemandRecorder {
  caseEnd(event: CaseEnd): void;
  /** one sentence for each demand that a backend did not meet */
  unmet(): string[];
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/**
 * Counts the verdicts of a run. A backend does not meet a required op if it answers none of its cases, whatever
 * the reason; one that crashes has a verdict for that already.
 */
export function newDemandRecorder({ required, failOnSkip }: Demands): DemandRecorder {
  const asked = new Map<string, number>();
  const skipped = new Map<string, number>();
  const forbidden = new Map<string, number>();
  function caseEnd({ backend, case: id, verdict, reason }: CaseEnd): void {
    const op = opOfCase(id);
    const key = `${backend} answers no case of ${op}, which is required`;
    if (required.has(op)) add(asked, key);
    if (verdict !== 'skip') return;
    if (required.has(op)) add(skipped, key);
    if (reason !== undefined && failOnSkip.has(reason)) {
      add(forbidden, `${backend} skips cases as ${reason}`);
    }
  }
  function unmet(): string[] {
    const missing = [...asked].filter(([key, count]) => skipped.get(key) === count);
    return [
      ...missing.map(([key]) => key),
      ...[...forbidden].map(([key, count]) => `${key}: ${count}`),
    ];
  }
  return { caseEnd, unmet };
}
