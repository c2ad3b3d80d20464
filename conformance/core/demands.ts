/**
 * What a run demands besides right answers: ops that must be tested, reasons for which no case may be skipped, and
 * that a backend answers something of every op that its hello offers.
 */

import { type CaseEnd, opOfCase, type SkipReason } from './events.ts';
import type { TestCase } from './load.ts';

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

/** The ops of which every case that the corpus has under the selected contracts is selected. */
export function wholeOps(selected: readonly TestCase[], corpus: readonly TestCase[]): Set<string> {
  const contracts = new Set(selected.map(({ contract }) => contract));
  const left = new Map<string, number>();
  for (const { op } of selected) left.set(op, (left.get(op) ?? 0) - 1);
  for (const { op, contract } of corpus) if (contracts.has(contract)) add(left, op);
  return new Set([...left].filter(([, count]) => count === 0).map(([op]) => op));
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** What one backend made of the cases of a whole op that it was asked. */
interface Offer {
  answered: number;
  unanswered: number;
}

/** One sentence for each backend that offers ops and then answers every one of their cases as not supported. */
function emptyOffers(offers: ReadonlyMap<string, ReadonlyMap<string, Offer>>): string[] {
  return [...offers].flatMap(([backend, ops]) => {
    const empty = [...ops].filter(([, o]) => o.answered === 0 && o.unanswered > 0);
    const names = empty.map(([op, { unanswered }]) => `${op} (${unanswered})`);
    if (names.length === 0) return [];
    return [`${backend} offers ops of which it answers no case: ${names.join(', ')}`];
  });
}

/**
 * Counts the verdicts of a run. A backend does not meet a required op if it answers none of its cases, whatever
 * the reason; one that crashes has a verdict for that already. Of an op in `whole` that it offers it must answer
 * a case; where only some of the cases were asked, that is not known.
 */
export function newDemandRecorder(
  { required, failOnSkip }: Demands,
  whole: ReadonlySet<string> = new Set(),
): DemandRecorder {
  const asked = new Map<string, number>();
  const skipped = new Map<string, number>();
  const forbidden = new Map<string, number>();
  const offers = new Map<string, Map<string, Offer>>();
  function countOffer({ backend, case: id, verdict, reason }: CaseEnd): void {
    const op = opOfCase(id);
    const isUnanswered = reason === 'unsupported-case';
    if (!whole.has(op) || (verdict === 'skip' && !isUnanswered)) return;
    const ops = offers.get(backend) ?? new Map<string, Offer>();
    const offer = ops.get(op) ?? { answered: 0, unanswered: 0 };
    offer[isUnanswered ? 'unanswered' : 'answered']++;
    offers.set(backend, ops.set(op, offer));
  }
  function caseEnd(event: CaseEnd): void {
    countOffer(event);
    const { backend, case: id, verdict, reason } = event;
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
      ...emptyOffers(offers),
    ];
  }
  return { caseEnd, unmet };
}
