/** The cheapest way through a stretch of bytes, by the prices at its beginning. */

import { commonLength, type MatchFinder } from './matches.ts';
import {
  isAfterMatch,
  lengthMax,
  lengthMin,
  type Reps,
  repsAfter,
  type Step,
  stateAfter,
} from './model.ts';
import type { Prices } from './prices.ts';

/** A match of this length is taken as it is, without a look at what else there would be. */
const longEnough = 96;

/** What a decoder knows where a step begins. */
export interface Known {
  readonly state: number;
  readonly reps: Reps;
}

export interface Stretch {
  readonly data: Uint8Array;
  readonly position: number;
  readonly count: number;
}

/** By place in the stretch: what the cheapest way to it takes, and its last step. */
interface Ways extends Stretch {
  readonly prices: Prices;
  readonly costs: Float64Array;
  readonly froms: Int32Array;
  readonly steps: Step[];
  readonly known: Known[];
}

const literal: Step = { kind: 'literal' };

function offer(ways: Ways, at: number, length: number, cost: number, step: () => Step): void {
  const to = at + length;
  if (ways.costs[to]! <= cost) return;
  ways.costs[to] = cost;
  ways.froms[to] = at;
  ways.steps[to] = step();
}

/** The way to a place is settled when it is visited, since all steps go forward. */
function visit({ known, froms, steps }: Ways, at: number): Known {
  if (at > 0) {
    const { state, reps } = known[froms[at]!]!;
    const step = steps[at]!;
    known[at] = { state: stateAfter(state, step), reps: repsAfter(reps, step) };
  }
  return known[at]!;
}

function offerLiteral(ways: Ways, at: number, { state, reps }: Known): void {
  const { data, position, costs, prices } = ways;
  const here = position + at;
  const twin = isAfterMatch(state) ? data[here - reps[0] - 1] : undefined;
  const cost = costs[at]! + prices.literal(state, data[here]!, twin);
  offer(ways, at, 1, cost, () => literal);
}

function offerReps(ways: Ways, at: number, { state, reps }: Known): void {
  const { data, position, count, costs, prices } = ways;
  const here = position + at;
  const max = Math.min(lengthMax, count - at);
  for (let index = 0; index < 4; index++) {
    const from = here - reps[index]! - 1;
    const length = from < 0 ? 0 : commonLength(data, from, here, max);
    if (index === 0 && length > 0) {
      const cost = costs[at]! + prices.rep(state, 0, false);
      offer(ways, at, 1, cost, () => ({ kind: 'rep', index, length: 1 }));
    }
    if (length < lengthMin) continue;
    const head = costs[at]! + prices.rep(state, index, true);
    for (let n = length >= longEnough ? length : lengthMin; n <= length; n++) {
      offer(ways, at, n, head + prices.repLength(n), () => ({ kind: 'rep', index, length: n }));
    }
  }
}

/** The length that is taken without a look at others, else 0. */
function offerMatches(ways: Ways, at: number, { state }: Known, finder: MatchFinder): number {
  const { position, count, costs, prices } = ways;
  let offered = lengthMin - 1;
  for (const { length: whole, distance } of finder.at(position + at)) {
    const length = Math.min(whole, count - at);
    for (let n = length >= longEnough ? length : offered + 1; n <= length; n++) {
      const cost = costs[at]! + prices.match(state, distance, n);
      offer(ways, at, n, cost, () => ({ kind: 'match', distance, length: n }));
    }
    offered = length;
  }
  return offered >= longEnough ? offered : 0;
}

/** Steps of `count` bytes together, from a position on. */
export function cheapestSteps(
  stretch: Stretch,
  start: Known,
  prices: Prices,
  finder: MatchFinder,
): Step[] {
  const { count } = stretch;
  const ways: Ways = {
    ...stretch,
    prices,
    costs: new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY),
    froms: new Int32Array(count + 1),
    steps: new Array(count + 1),
    known: new Array(count + 1),
  };
  ways.costs[0] = 0;
  ways.known[0] = start;
  for (let at = 0; at < count; ) {
    const known = visit(ways, at);
    offerLiteral(ways, at, known);
    offerReps(ways, at, known);
    at += Math.max(offerMatches(ways, at, known, finder), 1);
  }
  const way: Step[] = [];
  for (let at = count; at > 0; at = ways.froms[at]!) way.push(ways.steps[at]!);
  return way.reverse();
}
