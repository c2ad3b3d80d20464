/**
 * Which of the mistakes that come after the first claim are told. A mistake that gives a few wrong answers of an op of which the
 * rest is not understood, or what follows from something that was said, leads people astray.
 */

import type { Claim, Measured, Reproduced } from './claim.ts';
import type { Replayer } from './hypothesis.ts';
import { isTrusted } from './search.ts';
import { actsEverywhere, unitTest } from './trial.ts';

/** What else is known of a claim. */
export interface Doubts {
  isDoubtful(claim: Reproduced): boolean;
  isShadowed(claim: Reproduced): boolean;
}

/** Wrong answers of one op that are no coincidence where others of it are not understood. */
const enough = 5;

/** The share of what was explained before below which a mistake in the same functions is a remainder. */
const remainder = 0.1;

/** Whether a fact speaks of more wrong answers of the same op, or of what the op is made of. */
function isBeside(claim: Reproduced, fact: Measured): boolean {
  if (fact.follows) return false;
  const isOfSameOp = claim.ops.some((op) => fact.ops.includes(op));
  if (isOfSameOp) return claim.cases < enough && claim.cases < fact.cases;
  return fact.of > claim.cases && claim.ops.every((op) => fact.users.includes(op));
}

/** Whether a mistake is found in little of what runs the functions that an earlier claim blames for much. */
function isRemainder(claim: Reproduced, earlier: Reproduced, replayer: Replayer): boolean {
  const { weighed } = earlier.explained;
  const { functions } = weighed.hypothesis;
  if (!isTrusted(weighed) || functions.length === 0) return false;
  if (claim.cases >= enough && claim.cases > remainder * earlier.cases) return false;
  return claim.explained.cells.every(({ units }) => {
    const run = replayer.functionsOf(unitTest(units[0]!));
    return actsEverywhere(weighed.hypothesis) || functions.some((name) => run.has(name));
  });
}

/** One op in few cases says nothing about a compiler, which compiles the others too. */
function isThin({ explained, cases, ops }: Reproduced): boolean {
  if (cases === 0) return true;
  return actsEverywhere(explained.weighed.hypothesis) && ops.length < 2 && cases < enough;
}

/** The claims, best first, without those that would lead astray; the first one stays. */
export function withoutFalseLeads(
  claims: readonly Claim[],
  { isDoubtful, isShadowed }: Doubts,
  replayer: Replayer,
): Claim[] {
  const facts = claims.filter((claim) => claim.kind === 'measured');
  return claims.filter((claim, at) => {
    if (at === 0 || claim.kind !== 'reproduced') return true;
    const earlier = claims.slice(0, at).filter((other) => other.kind === 'reproduced');
    return !(
      isThin(claim) ||
      isShadowed(claim) ||
      isDoubtful(claim) ||
      facts.some((fact) => isBeside(claim, fact)) ||
      earlier.some((other) => isRemainder(claim, other, replayer))
    );
  });
}
