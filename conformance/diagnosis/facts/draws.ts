/** Facts about the state of the generator after a call. */

import { type Fact, fact } from './fact.ts';

function nextState(state: number): number {
  let x = state | 0;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  return x >>> 0;
}

/** Steps of the generator (S10) from one state to another, or undefined if there are more than 4096. */
function stepsBetween(from: number, to: number): number | undefined {
  let state = from;
  for (let steps = 0; steps <= 4096; steps++) {
    if (state === to) return steps;
    state = nextState(state);
  }
  return undefined;
}

export function drawFacts(before: number, wanted: number, got: number): Fact[] {
  if (got === before) return [fact('draws_none')];
  const more = stepsBetween(wanted, got);
  if (more !== undefined) return [fact('draws_too_many', { by: more }), fact('draws_too_many')];
  const fewer = stepsBetween(got, wanted);
  if (fewer !== undefined) return [fact('draws_too_few', { by: fewer }), fact('draws_too_few')];
  return [fact('generator')];
}
